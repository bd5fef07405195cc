package io.github.sessionstate.web;

/** Makes a term of a filter of what stands behind a key. */
@FunctionalInterface
interface TermParser {
    /** @throws ApiException if the value is none of those that the key takes */
    FilterTerm parse(FilterValue value) throws ApiException;
}
