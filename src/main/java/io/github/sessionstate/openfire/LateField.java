package io.github.sessionstate.openfire;

import java.lang.reflect.Field;

/**
 * A private field of the host, which offers no other way to what is in it.
 *
 * @param <T> what is in it
 */
final class LateField<T> {
    private final Field field;

    /** @throws IllegalStateException if the class has no such field */
    LateField(Class<?> owner, String name) {
        try {
            field = owner.getDeclaredField(name);
            field.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the host has no " + owner.getName() + '.' + name, e);
        }
    }

    /** @return null if the field is empty */
    @SuppressWarnings("unchecked")
    T get(Object of) {
        try {
            return (T) field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    void set(Object of, T value) {
        try {
            field.set(of, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
