package io.github.sessionstate.web;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.servlet.http.HttpServletRequest;

/** What a client says that it takes, and how much it likes that (RFC 9110 §12.5.1). */
final class Accept {
    private final List<Range> ranges;

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Parameters of the media type are not looked at. */
    private record Range(String name, double quality) {
        static Range of(String text) {
            String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
            return new Range(parts[0].strip(), Stream.of(parts).skip(1).map(String::strip)
                    .filter(part -> part.startsWith("q=")).mapToDouble(part -> quality(part.substring(2))).findFirst()
                    .orElse(1));
        }

        // What is no quality is no reason to give a client what it may not understand.
        private static double quality(String text) {
            return text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
        }
    }

    static Accept of(HttpServletRequest request) {
        return of(RequestHeaders.all(request, "Accept"));
    }

    /** @param values of the header; empty if there is none */
    static Accept of(List<String> values) {
        return new Accept(values.stream().flatMap(value -> Stream.of(value.split(","))).map(Range::of).toList());
    }

    /** Whether it names this range, such as {@code text/*}. */
    boolean names(String range) {
        return ranges.stream().anyMatch(one -> one.name.equals(range));
    }

    /** The best that is said of exactly this range; 0 if it is not named. */
    double quality(String range) {
        return ranges.stream().filter(one -> one.name.equals(range)).mapToDouble(Range::quality).max().orElse(0);
    }
}
