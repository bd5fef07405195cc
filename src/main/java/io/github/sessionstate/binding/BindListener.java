package io.github.sessionstate.binding;

/** Is told of what policies decide. Called on the thread that binds; it must not block. */
@FunctionalInterface
public interface BindListener {
    /** A policy decided. What this throws is logged and hurts nobody. */
    void decided(BindEvent event);
}
