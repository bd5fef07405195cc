package io.github.sessionstate.web;

/** What a column is like. */
enum ColumnTrait {
    /** A column of the page, without a wish for others. */
    SHOWN,
    /** Text, which a filter compares with a pattern. */
    TEXT,
    /** True or false, which a filter asks for with yes or no. */
    TRUTH,
    /** A number, which a filter compares with another; its heading stands to the right as well. */
    NUMBER,
    /** Sessions can be ordered by it, and asked for by its key in a filter. */
    SORTABLE,
    /** Costs a question to the server for every session, so it must be asked for. */
    ASKS_HOST
}
