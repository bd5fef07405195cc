package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Finds what differs between hosts: classes by their names, methods by name and parameters whatever they return, fields
 * by name. Nothing in here demands that it is found.
 */
public class HostLookup {
    /**
     * Finds the means of one capability.
     *
     * @param <T> the means
     */
    @FunctionalInterface
    interface Finder<T> {
        /** @throws NotOfferedException if the host lacks something of it */
        T find(HostLookup host) throws NotOfferedException;
    }

    /** Looks for a capability. A host that lacks it, or whose classes cannot be read, does not offer it. */
    <T> Capability<T> capability(String name, Finder<T> finder) {
        try {
            return Capability.offered(name, finder.find(this));
        } catch (NotOfferedException e) {
            return Capability.notOffered(name, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            return Capability.notOffered(name, e.toString());
        }
    }

    /** @return null if the host lacks something of it */
    <T> T optional(Finder<T> finder) {
        try {
            return finder.find(this);
        } catch (NotOfferedException e) {
            return null;
        }
    }

    Class<?> type(String name) throws NotOfferedException {
        try {
            return Class.forName(name, false, HostLookup.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new NotOfferedException(name);
        }
    }

    /** A public method, static or not. */
    MethodHandle method(Class<?> owner, String name, Class<?>... parameters) throws NotOfferedException {
        try {
            return MethodHandles.publicLookup().unreflect(owner.getMethod(name, parameters));
        } catch (ReflectiveOperationException e) {
            throw new NotOfferedException(owner.getName() + '.' + name + Arrays.stream(parameters)
                    .map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")")));
        }
    }

    /** A public method of an object within which the host works on stanzas. */
    LeakFreeHostCall leakFreeCall(Class<?> owner, String name, Class<?>... parameters) throws NotOfferedException {
        return new LeakFreeHostCall(method(owner, name, parameters));
    }

    /** A field, private as it may be. */
    <T> HostField<T> field(Class<?> owner, String name) throws NotOfferedException {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return new HostField<>(field);
        } catch (NoSuchFieldException | RuntimeException e) {
            throw new NotOfferedException(owner.getName() + '.' + name);
        }
    }
}
