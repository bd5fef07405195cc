package io.github.sessionstate.web;

import java.util.stream.Stream;

/** In which form a list is told. */
enum ListForm {
    JSON("application/json"), CSV("text/csv");

    private final String type;

    ListForm(String type) {
        this.type = type;
    }

    /** The form that a client likes best; JSON if it likes that as well as CSV, or neither of them. */
    static ListForm of(Accept accept) {
        return CSV.liking(accept) > JSON.liking(accept) ? CSV : JSON;
    }

    private double liking(Accept accept) {
        return Stream.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*").filter(accept::names).findFirst()
                .map(accept::quality).orElse(0.0);
    }
}
