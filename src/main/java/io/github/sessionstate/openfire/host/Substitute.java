package io.github.sessionstate.openfire.host;

/**
 * Something of ours in the place of what the host keeps in a field.
 *
 * @param <T> what is there
 */
public final class Substitute<T> {
    private final HostField<T> field;
    private final Object owner;
    private final T original;
    private final T ours;

    /**
     * Takes the place.
     *
     * @param owner the object that the field is of
     */
    public Substitute(HostField<T> field, Object owner, T ours) {
        this.field = field;
        this.owner = owner;
        this.original = field.get(owner);
        this.ours = ours;
        field.set(owner, ours);
    }

    /** Whether nobody else has taken the place meanwhile. */
    public boolean isInPlace() {
        return field.get(owner) == ours;
    }

    /** Puts back what stood there, unless somebody else has taken the place. */
    public void leave() {
        if (isInPlace()) {
            field.set(owner, original);
        }
    }
}
