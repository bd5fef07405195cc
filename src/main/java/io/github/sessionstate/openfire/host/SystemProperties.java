package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.sessionstate.settings.Setting;

/**
 * The console's page of system properties (Openfire 4.4 and later), which knows each with description and default.
 *
 * @param ofType begins a property with values of a type; the handles after it go on with it
 * @param remove takes all properties of a plugin out of the page
 */
record SystemProperties(MethodHandle ofType, MethodHandle setKey, MethodHandle setDefault, MethodHandle setChronoUnit,
                        MethodHandle setDynamic, MethodHandle setPlugin, MethodHandle build, MethodHandle remove) {
    /** As in plugin.xml: the host removes the properties of a plugin by that name, and looks for its texts with it. */
    private static final String PLUGIN = "Session State";

    static SystemProperties find(HostLookup host) throws NotOfferedException {
        Class<?> property = host.type("org.jivesoftware.util.SystemProperty");
        Class<?> builder = host.type("org.jivesoftware.util.SystemProperty$Builder");
        return new SystemProperties(host.method(builder, "ofType", Class.class),
                host.method(builder, "setKey", String.class),
                host.method(builder, "setDefaultValue", Object.class),
                host.method(builder, "setChronoUnit", ChronoUnit.class),
                host.method(builder, "setDynamic", boolean.class),
                host.method(builder, "setPlugin", String.class),
                host.method(builder, "build"),
                host.method(property, "removePropertiesForPlugin", String.class));
    }

    void declare(Setting<?> setting) {
        HostCall.call(() -> {
            Object made = ofType.invoke(setting.allowed().type());
            setKey.invoke(made, setting.name());
            setDefault.invoke(made, setting.defaultValue());
            if (setting.allowed().type() == Duration.class) {
                setChronoUnit.invoke(made, ChronoUnit.SECONDS);
            }
            setDynamic.invoke(made, true);
            setPlugin.invoke(made, PLUGIN);
            return build.invoke(made);
        });
    }

    void removeAll() {
        HostCall.call(() -> remove.invoke(PLUGIN));
    }
}
