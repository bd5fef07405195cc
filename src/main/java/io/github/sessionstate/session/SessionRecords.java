package io.github.sessionstate.session;

/**
 * What is written down of a registry's sessions beside their states.
 *
 * @param ends    how many began and how many ended
 * @param ended   those that ended lately
 * @param changes what changed last
 * @param history how many there were
 */
public record SessionRecords(SessionTotals ends, EndedSessions ended, ChangeLog changes, CountHistory history) {
    /**
     * Forgets an account that is there no more, or another one of whose name was made: what was before leaves nothing,
     * sessions that go on included.
     */
    public void forgetAccount(String username) {
        ended.forgetAccount(username);
        changes.forget(username);
    }

    /** From now on what happens to the sessions of this registry is written down. */
    public static SessionRecords of(SessionRegistry registry) {
        SessionRecords records = new SessionRecords(new SessionTotals(), new EndedSessions(registry::now),
                new ChangeLog(), new CountHistory(registry));
        registry.addListener(records.ends);
        // Before those who wait for a change: they find what has ended.
        registry.addListener(records.ended);
        registry.addListener(records.changes);
        return records;
    }
}
