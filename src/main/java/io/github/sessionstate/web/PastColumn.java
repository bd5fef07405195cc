package io.github.sessionstate.web;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.sessionstate.text.Word;

/**
 * The columns of the page of the history, in their order: what the database keeps of a session. Those that only the
 * history has are named as in CSV.
 */
enum PastColumn {
    ENDED_AT(true),
    FULL_JID(SessionColumn.FULL_JID, true),
    /** With the condition. */
    ENDED_CAUSE(true),
    CLIENT(SessionColumn.CLIENT, true),
    CONN(SessionColumn.CONN, true),
    /** When it began, and not how long ago. */
    SINCE(true),
    /** How long it went on. */
    LASTED(true),
    USERNAME(SessionColumn.USERNAME, false),
    HOST(SessionColumn.HOST, false),
    RESOURCE(SessionColumn.RESOURCE, false),
    USER_AGENT(SessionColumn.USER_AGENT, false),
    SASL_MECHANISM(SessionColumn.SASL_MECHANISM, false),
    LANGUAGE(SessionColumn.LANGUAGE, false),
    TRANSPORT(SessionColumn.TRANSPORT, false),
    IP(SessionColumn.IP, false),
    HISTORY_LAST_IP(false),
    PORT(SessionColumn.PORT, false),
    SECURE(SessionColumn.SECURE, false),
    TLS(SessionColumn.TLS, false),
    STANZAS_IN(SessionColumn.STANZAS_IN, false),
    STANZAS_OUT(SessionColumn.STANZAS_OUT, false),
    ENDED_TEXT(false),
    ENDED_CLOSED_BY(false),
    HISTORY_DETACHES(false),
    HISTORY_RESUMES(false);

    private final SessionColumn column;
    private final boolean isShown;

    /** One that only the history has, or that says something else there. */
    PastColumn(boolean isShown) {
        this(null, isShown);
    }

    /**
     * One that live sessions have too.
     *
     * @param isShown whether the page shows it without a wish for others
     */
    PastColumn(SessionColumn column, boolean isShown) {
        this.column = column;
        this.isShown = isShown;
    }

    /** What the page must know of it, as of other columns; {@code past} for those that are not a live session's. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>(Map.of("key", Word.of(this), "past", column == null));
        for (ColumnTrait trait : ColumnTrait.values()) {
            facts.put(Word.of(trait), column != null && column.is(trait));
        }
        facts.put(Word.of(ColumnTrait.SHOWN), isShown);
        facts.put(Word.of(ColumnTrait.SORTABLE), false);
        facts.put(Word.of(ColumnTrait.NUMBER), this == LASTED || this == HISTORY_DETACHES || this == HISTORY_RESUMES
                || column != null && column.is(ColumnTrait.NUMBER));
        return facts;
    }
}
