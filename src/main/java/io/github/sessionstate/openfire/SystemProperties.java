package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.sessionstate.settings.Setting;

/** The console's page of system properties (Openfire 4.4 and later), which knows each with description and default. */
final class SystemProperties {
    /** As in plugin.xml: the host removes the properties of a plugin by that name, and looks for its texts with it. */
    private static final String PLUGIN = "Session State";

    private final Class<?> property = Late.type("org.jivesoftware.util.SystemProperty");
    private final Class<?> builder = Late.type("org.jivesoftware.util.SystemProperty$Builder");
    private final MethodHandle ofType = Late.staticMethod(builder, "ofType", builder, Class.class);
    private final MethodHandle setKey = Late.method(builder, "setKey", builder, String.class);
    private final MethodHandle setDefault = Late.method(builder, "setDefaultValue", builder, Object.class);
    private final MethodHandle setChronoUnit = Late.method(builder, "setChronoUnit", builder, ChronoUnit.class);
    private final MethodHandle setDynamic = Late.method(builder, "setDynamic", builder, boolean.class);
    private final MethodHandle setPlugin = Late.method(builder, "setPlugin", builder, String.class);
    private final MethodHandle build = Late.method(builder, "build", property);
    private final MethodHandle removeAll =
            Late.staticMethod(property, "removePropertiesForPlugin", void.class, String.class);

    void declare(Setting<?> setting) {
        Late.call(() -> {
            Object made = ofType.invoke(setting.type());
            setKey.invoke(made, setting.name());
            setDefault.invoke(made, setting.defaultValue());
            if (setting.type() == Duration.class) {
                setChronoUnit.invoke(made, ChronoUnit.SECONDS);
            }
            setDynamic.invoke(made, true);
            setPlugin.invoke(made, PLUGIN);
            return build.invoke(made);
        });
    }

    void removeAll() {
        Late.call(() -> removeAll.invoke(PLUGIN));
    }
}
