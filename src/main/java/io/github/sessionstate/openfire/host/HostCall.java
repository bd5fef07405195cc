package io.github.sessionstate.openfire.host;

/** Calls a method handle whose method the build's class path does not have, or has with another signature. */
public final class HostCall {
    private HostCall() {
    }

    /** The body of a call. */
    @FunctionalInterface
    public interface Body<T> {
        /** @throws Throwable whatever the host's method throws */
        T run() throws Throwable;
    }

    /** Runs a call of a method handle; a checked exception of the host's method is wrapped in an unchecked one. */
    public static <T> T call(Body<T> body) {
        try {
            return body.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
