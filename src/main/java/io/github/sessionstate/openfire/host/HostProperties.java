package io.github.sessionstate.openfire.host;

import java.util.Map;
import java.util.function.Consumer;

import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.jivesoftware.util.PropertyEventListener;

import io.github.sessionstate.openfire.host.HostCapabilities.PropertyChanges;
import io.github.sessionstate.settings.PropertySource;
import io.github.sessionstate.text.Log;

/** Openfire's system properties. */
public final class HostProperties implements PropertySource {
    private static final Log LOG = Log.of(HostProperties.class);

    private final HostCapabilities offered;

    public HostProperties(HostCapabilities offered) {
        this.offered = offered;
    }

    @Override
    public String get(String name) {
        return JiveGlobals.getProperty(name);
    }

    @Override
    public void set(String name, String value) {
        PropertyChanges means = changes();
        HostCall.call(() -> means.set().invoke(name, value));
    }

    @Override
    public void delete(String name) {
        PropertyChanges means = changes();
        HostCall.call(() -> means.delete().invoke(name));
    }

    private PropertyChanges changes() {
        if (!offered.propertyChanges().isOffered()) {
            throw new UnsupportedOperationException("This Openfire does not let plugins change properties: no "
                    + offered.propertyChanges().missing());
        }
        return offered.propertyChanges().get();
    }

    @Override
    public Runnable follow(Consumer<String> changed) {
        PropertyEventListener listener = new Listener(changed);
        PropertyEventDispatcher.addListener(listener);
        return () -> PropertyEventDispatcher.removeListener(listener);
    }

    // Not a record: the JDK keeps the class of a record whose equals was called, and with it the whole plugin.
    private static final class Listener implements PropertyEventListener {
        private final Consumer<String> changed;

        Listener(Consumer<String> changed) {
            this.changed = changed;
        }

        @Override
        public void propertySet(String property, Map<String, Object> params) {
            tell(property);
        }

        @Override
        public void propertyDeleted(String property, Map<String, Object> params) {
            tell(property);
        }

        @Override
        public void xmlPropertySet(String property, Map<String, Object> params) {
            // Those of the configuration file are the host's own.
        }

        @Override
        public void xmlPropertyDeleted(String property, Map<String, Object> params) {
            // Those of the configuration file are the host's own.
        }

        private void tell(String property) {
            try {
                changed.accept(property);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("Could not apply the change of {}; the value before stays in effect", property, e);
            }
        }
    }
}
