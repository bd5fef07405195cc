package io.github.sessionstate.web;

/** The server's security audit log. */
public interface AuditLog {
    /**
     * Writes down what an administrator did. Never throws.
     *
     * @param administrator the user name
     * @param summary       what was done, in a few words
     * @param details       to whom, why, and what came of it; null for none
     */
    void record(String administrator, String summary, String details);
}
