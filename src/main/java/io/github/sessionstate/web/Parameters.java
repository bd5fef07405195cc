package io.github.sessionstate.web;

import java.util.Map;
import java.util.Set;

import io.github.sessionstate.text.Quote;

/** The parameters of a request: each known, given once at most, and not empty. */
final class Parameters {
    private final Map<String, String[]> given;

    private Parameters(Map<String, String[]> given) {
        this.given = given;
    }

    /** @param known those that the request may have */
    static Parameters of(Map<String, String[]> given, Set<String> known) throws ApiException {
        for (Map.Entry<String, String[]> parameter : given.entrySet()) {
            if (!known.contains(parameter.getKey())) {
                throw ApiException.unknownParameter(Quote.of(parameter.getKey()));
            }
            if (parameter.getValue().length != 1) {
                throw ApiException.badParameter("parameter given more than once: " + parameter.getKey());
            }
            if (parameter.getValue()[0].isEmpty()) {
                throw ApiException.badParameter("parameter without a value: " + parameter.getKey());
            }
        }
        return new Parameters(given);
    }

    /** Null if it is not given. */
    String value(String name) {
        String[] values = given.get(name);
        return values == null ? null : values[0];
    }

    /** Digits only, few enough to fit: no sign, no other script's digits. */
    long number(String name, long otherwise, long most, String complaint) throws ApiException {
        String text = value(name);
        long number = text == null ? otherwise : text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number > most) {
            throw ApiException.badParameter(complaint + ": " + Quote.of(text));
        }
        return number;
    }
}
