package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.text.Quote;
import io.github.sessionstate.web.CommandServlet.Outcome;

/** Says for the audit log what a command did. */
final class AuditText {
    /** An entry holds no more characters: the server's column takes some thousand bytes on every database. */
    static final int MAX_ENTRY = 3_000;

    /** A session takes no more characters; JIDs alone may have three thousand. */
    static final int MAX_LINE = 500;

    private AuditText() {
    }

    /**
     * One line per session, in as many entries as it takes, each below {@link #MAX_ENTRY} characters and each with the
     * description, so that no session is left out and every entry can be understood by itself.
     */
    static List<String> entries(String description, List<Target> targets, List<Outcome> outcomes) {
        String head = Quote.line(description, MAX_LINE);
        List<String> entries = new ArrayList<>();
        StringBuilder entry = new StringBuilder(head);
        for (int i = 0; i < targets.size(); i++) {
            String line = Quote.line(line(targets.get(i), outcomes.get(i)), MAX_LINE);
            if (entry.length() + 1 + line.length() > MAX_ENTRY) {
                entries.add(entry.toString());
                entry = new StringBuilder(head);
            }
            entry.append('\n').append(line);
        }
        entries.add(entry.toString());
        return entries;
    }

    // The outcome stands before what a client chose, so that a long JID cannot push it out of the line.
    private static String line(Target target, Outcome outcome) {
        return outcome.name() + (outcome.detail() == null ? "" : " (" + Quote.line(outcome.detail(), 150) + ")")
                + ": " + Quote.line(target.id(), 50) + (target.who() == null ? "" : " " + target.who());
    }
}
