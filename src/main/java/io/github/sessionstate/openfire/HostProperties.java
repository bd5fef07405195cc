package io.github.sessionstate.openfire;

import java.util.Map;
import java.util.function.Consumer;

import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.PropertyEventDispatcher;
import org.jivesoftware.util.PropertyEventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.sessionstate.settings.PropertySource;

/** Openfire's system properties. */
public final class HostProperties implements PropertySource {
    private static final Logger LOG = LoggerFactory.getLogger(HostProperties.class);

    @Override
    public String get(String name) {
        return JiveGlobals.getProperty(name);
    }

    @Override
    public void set(String name, String value) {
        JiveGlobals.setProperty(name, value);
    }

    @Override
    public void delete(String name) {
        JiveGlobals.deleteProperty(name);
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
                LOG.warn("The change of the property {} was not taken in", property, e);
            }
        }
    }
}
