package io.github.sessionstate.it.host;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the host of the whole suite to tests that take an {@link OpenfireHost}: one with the plugin, and one without
 * for parameters marked {@link Stock}. Each starts when the first test asks for it and stops after the last test. A
 * test fails if a host logged a warning meanwhile that it does not log without the plugin; a test that provokes some
 * calls {@link OpenfireHost#assertNoUnexpectedWarnings} itself.
 */
public final class SharedHost implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedHost.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OpenfireHost.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        HostOptions options = parameter.isAnnotated(Stock.class) ? HostOptions.stock() : HostOptions.withPlugin().probe();
        return store(context).getOrComputeIfAbsent(options.hasPlugin(), key -> Start.of(options), Start.class).host();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (boolean hasPlugin : new boolean[] {true, false}) {
            Start start = store(context).get(hasPlugin, Start.class);
            if (start != null && start.failure == null) {
                start.host().assertNoUnexpectedWarnings();
            }
        }
    }

    /** The host with the plugin; null if no test has asked for it, or it did not start. */
    public static OpenfireHost running(ExtensionContext context) {
        Start start = store(context).get(true, Start.class);
        return start == null || start.failure != null ? null : start.host();
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    /** A start is tried once: where it failed, the other tests need not wait for the same failure. */
    private record Start(OpenfireHost host, Throwable failure) implements AutoCloseable {
        static Start of(HostOptions options) {
            try {
                return new Start(OpenfireHost.start(options), null);
            } catch (IOException | RuntimeException | AssertionError e) {
                return new Start(null, e);
            }
        }

        @Override
        public OpenfireHost host() {
            if (failure != null) {
                throw new IllegalStateException("The host did not start", failure);
            }
            return host;
        }

        @Override
        public void close() {
            if (failure == null) {
                host.close();
            }
        }
    }
}
