package io.github.sessionstate.web;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** In which form a list is told. */
enum ListForm {
    JSON("application/json"), CSV("text/csv");

    private final String type;

    ListForm(String type) {
        this.type = type;
    }

    /**
     * The form that a client likes best (RFC 9110 §12.5.1); JSON if it likes that as well as CSV, or neither of them.
     *
     * @param accept the values of the header {@code Accept}
     */
    static ListForm of(List<String> accept) {
        List<Range> ranges = accept.stream().flatMap(value -> Stream.of(value.split(","))).map(Range::of).toList();
        return CSV.liking(ranges) > JSON.liking(ranges) ? CSV : JSON;
    }

    private double liking(List<Range> ranges) {
        return Stream.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*")
                .flatMap(name -> ranges.stream().filter(range -> range.name.equals(name)))
                .mapToDouble(Range::quality).findFirst().orElse(0);
    }

    /** What a client takes, and how much it likes that; parameters of the media type are not looked at. */
    private record Range(String name, double quality) {
        static Range of(String text) {
            String[] parts = text.toLowerCase(Locale.ROOT).split(";");
            return new Range(parts.length == 0 ? "" : parts[0].strip(), Stream.of(parts).skip(1).map(String::strip)
                    .filter(part -> part.startsWith("q=")).mapToDouble(part -> quality(part.substring(2))).findFirst()
                    .orElse(1));
        }

        // What is no quality makes it one that is not liked.
        private static double quality(String text) {
            return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
        }
    }
}
