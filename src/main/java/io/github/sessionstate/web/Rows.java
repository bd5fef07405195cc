package io.github.sessionstate.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A part of an answer that its Java type does not tell of: one row of a table of columns, or a list of them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Rows {
    Kind value();

    /** What a row is. */
    enum Kind {
        /** Some columns of a session, by their keys. */
        SESSION,
        /** The same, or the values alone in an array. */
        SESSION_OR_ARRAY,
        /** Columns of a session that ended, and how it ended. */
        ENDED_SESSION,
        /** Columns of a session from the database, what is kept of it beside them, and how it ended. */
        PAST_SESSION,
        /** Some columns of a user, by their keys. */
        USER
    }
}
