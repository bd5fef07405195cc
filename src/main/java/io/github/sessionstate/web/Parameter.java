package io.github.sessionstate.web;

import java.util.List;
import java.util.Map;

/**
 * A parameter that the query string of a request may have.
 *
 * @param meaning    one sentence for whoever writes a client
 * @param schema     what the value must be at least (JSON Schema)
 * @param isRequired whether a request without it is refused
 */
record Parameter(String name, String meaning, Map<String, Object> schema, boolean isRequired) {
    static Parameter text(String name, String meaning) {
        return new Parameter(name, meaning, Map.of("type", "string", "minLength", 1), false);
    }

    /** @param most how long it may be, in characters */
    static Parameter text(String name, int most, String meaning) {
        return new Parameter(name, meaning, Json.map("type", "string", "minLength", 1, "maxLength", most), false);
    }

    /** A whole number from 0 on. */
    static Parameter number(String name, long most, String meaning) {
        return new Parameter(name, meaning, Json.map("type", "integer", "minimum", 0, "maximum", most), false);
    }

    /** A whole number from 1 on. */
    static Parameter count(String name, long most, String meaning) {
        return new Parameter(name, meaning, Json.map("type", "integer", "minimum", 1, "maximum", most), false);
    }

    /** One of these words. */
    static Parameter choice(String name, List<String> words, String meaning) {
        return new Parameter(name, meaning, Json.map("type", "string", "enum", words), false);
    }

    /** The same, and no request can do without it. */
    Parameter required() {
        return new Parameter(name, meaning, schema, true);
    }
}
