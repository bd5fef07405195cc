package io.github.sessionstate.openfire.host;

import java.lang.reflect.Field;

/**
 * A private field of the host, which offers no other way to what is in it.
 *
 * @param <T> what is in it
 */
public final class HostField<T> {
    private final Field field;

    /** @param field one that is accessible */
    HostField(Field field) {
        this.field = field;
    }

    /** @return null if the field is empty */
    @SuppressWarnings("unchecked")
    public T get(Object of) {
        try {
            return (T) field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param value null empties the field */
    public void set(Object of, T value) {
        try {
            field.set(of, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
