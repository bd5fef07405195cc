package io.github.sessionstate.web;

import java.lang.ref.SoftReference;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What queries keep for those behind them: the columns that were asked for, until the memory is needed or none asks for
 * them any more. Not thread-safe: whoever uses it holds its lock.
 */
final class KeptColumns {
    // By identity: there is one reading of a kind. The virtual machine clears the references the sooner the less memory
    // is free.
    private final Map<Reading.Kept<?>, SoftReference<KeptColumn<?>>> columns = new IdentityHashMap<>();

    /** The column of what this reads, as it was left. */
    @SuppressWarnings("unchecked")
    <T> KeptColumn<T> of(Reading.Kept<T> reading) {
        SoftReference<KeptColumn<?>> reference = columns.get(reading);
        KeptColumn<?> column = reference == null ? null : reference.get();
        if (column == null) {
            column = new KeptColumn<>(reading);
            columns.put(reading, new SoftReference<>(column));
        }
        return (KeptColumn<T>) column;
    }
}
