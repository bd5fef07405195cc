package io.github.sessionstate.session;

/**
 * What is written down of a registry's sessions beside their states.
 *
 * @param ends    how many began and how many ended
 * @param changes what changed last
 * @param history how many there were
 */
public record SessionRecords(SessionTotals ends, ChangeLog changes, CountHistory history) {
    /** From now on what happens to the sessions of this registry is written down. */
    public static SessionRecords of(SessionRegistry registry) {
        SessionRecords records = new SessionRecords(new SessionTotals(), new ChangeLog(), new CountHistory(registry));
        registry.addListener(records.ends);
        registry.addListener(records.changes);
        return records;
    }
}
