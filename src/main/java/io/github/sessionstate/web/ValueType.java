package io.github.sessionstate.web;

/** What a value is in JSON. */
enum ValueType {
    STRING, BOOLEAN,
    /** A number without a fraction. */
    INTEGER,
    /** A string: a moment in UTC (ISO 8601), to the millisecond. */
    TIME,
    OBJECT,
    /** Of strings, or of objects. */
    ARRAY
}
