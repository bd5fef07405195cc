package io.github.sessionstate.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.sessionstate.text.Quote;

/** The parameters of a request: each known, given once at most, and not empty. */
final class Parameters {
    private final Map<String, String[]> given;

    private Parameters(Map<String, String[]> given) {
        this.given = given;
    }

    /** @param known those that the request may have */
    static Parameters of(Map<String, String[]> given, List<Parameter> known) throws ApiException {
        for (Map.Entry<String, String[]> parameter : given.entrySet()) {
            if (known.stream().noneMatch(one -> one.name().equals(parameter.getKey()))) {
                throw ApiException.unknownParameter(Quote.of(parameter.getKey()));
            }
            if (parameter.getValue().length != 1) {
                throw ApiException.badParameter("parameter given more than once: " + parameter.getKey());
            }
            if (parameter.getValue()[0].isEmpty()) {
                throw ApiException.badParameter("parameter without a value: " + parameter.getKey());
            }
        }
        for (Parameter parameter : known) {
            if (parameter.isRequired() && !given.containsKey(parameter.name())) {
                throw ApiException.badParameter("the parameter " + parameter.name() + " is missing");
            }
        }
        return new Parameters(given);
    }

    /** All of them but those with these names, as one text. */
    String without(Set<String> names) {
        Map<String, String> others = new TreeMap<>();
        given.forEach((name, values) -> others.put(name, values[0]));
        others.keySet().removeAll(names);
        return Json.text(others);
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
