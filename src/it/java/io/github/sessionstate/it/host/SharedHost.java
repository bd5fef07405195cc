package io.github.sessionstate.it.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the host of the whole suite to tests that take an {@link OpenfireHost}: one with the plugin, and one without
 * for parameters marked {@link Stock}. Each starts when the first test asks for it and stops after the last test.
 */
public final class SharedHost implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SharedHost.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OpenfireHost.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        HostOptions options = parameter.isAnnotated(Stock.class) ? HostOptions.stock() : HostOptions.withPlugin();
        return context.getRoot().getStore(NAMESPACE)
                .getOrComputeIfAbsent(options.hasPlugin(), key -> start(options), OpenfireHost.class);
    }

    private static OpenfireHost start(HostOptions options) {
        try {
            return OpenfireHost.start(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
