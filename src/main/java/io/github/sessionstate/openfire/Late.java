package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Reaches what the class path of the build does not have, or has with another signature. Looked up once at start. */
final class Late {
    private Late() {
    }

    /** @throws IllegalStateException if the host has no such public method */
    static MethodHandle method(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.publicLookup().findVirtual(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the host offers no " + owner.getName() + '.' + name, e);
        }
    }

    /** @throws IllegalStateException if the host has no such public static method */
    static MethodHandle staticMethod(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.publicLookup().findStatic(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the host offers no " + owner.getName() + '.' + name, e);
        }
    }

    /** @throws IllegalStateException if the host has no such class */
    static Class<?> type(String name) {
        try {
            return Class.forName(name, false, Late.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the host offers no " + name, e);
        }
    }

    /** Runs a call of a method handle; what it throws that is no runtime exception is wrapped in one. */
    static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A call of a method handle. */
    interface Call<T> {
        T run() throws Throwable;
    }
}
