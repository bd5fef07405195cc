package io.github.sessionstate.web;

/** What stands behind a key in a filter. */
enum FilterKind {
    /** All of a text, in which a star stands for any. */
    TEXT,
    /** One of a closed set. */
    CHOICE,
    /** A number, compared. */
    NUMBER,
    /** A moment in UTC, or a day, compared. */
    TIME,
    /** How long ago, compared. */
    AGE,
    /** An address, or a block of them. */
    ADDRESS
}
