package io.github.sessionstate.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

import io.github.sessionstate.text.Word;

/**
 * What a property may be.
 *
 * @param type    {@link Boolean}, {@link Integer}, {@link String}, or {@link Duration} for what is given in seconds
 * @param kind    what sort of values they are
 * @param text    the same for an error message
 * @param choices the values that there are, in their order; null unless it is a {@link Kind#CHOICE}
 * @param atLeast the smallest number, in seconds or days if it is a time; null if the values are no numbers
 * @param atMost  the largest number, alike
 * @param reader  gives the value of a text without white space around it; empty for one that the property may not be
 */
public record AllowedValues<T>(Class<T> type, Kind kind, String text, List<String> choices, Long atLeast, Long atMost,
                               Function<String, Optional<T>> reader) {
    /** A sort of values. */
    public enum Kind {
        /** True or false. */
        BOOLEAN,
        /** A whole number. */
        INTEGER,
        /** A whole number of seconds. */
        SECONDS,
        /** A whole number of days. */
        DAYS,
        /** One of some words. */
        CHOICE,
        /** Any text. */
        TEXT;

        @Override
        public String toString() {
            return Word.of(this);
        }
    }

    static AllowedValues<Boolean> flags() {
        return new AllowedValues<>(Boolean.class, Kind.BOOLEAN, "true or false", null, null, null,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    static AllowedValues<Duration> seconds(long atLeast, long atMost) {
        return new AllowedValues<>(Duration.class, Kind.SECONDS,
                "a number of seconds from " + atLeast + " to " + atMost, null, atLeast, atMost,
                text -> wholeNumber(text, atLeast, atMost).map(Duration::ofSeconds));
    }

    static AllowedValues<Integer> days(int atLeast, int atMost) {
        return numbers(Kind.DAYS, "a number of days", atLeast, atMost);
    }

    static AllowedValues<Integer> numbers(int atLeast, int atMost) {
        return numbers(Kind.INTEGER, "a whole number", atLeast, atMost);
    }

    private static AllowedValues<Integer> numbers(Kind kind, String what, int atLeast, int atMost) {
        return new AllowedValues<>(Integer.class, kind, what + " from " + atLeast + " to " + atMost, null,
                (long) atLeast, (long) atMost, text -> wholeNumber(text, atLeast, atMost).map(Long::intValue));
    }

    static AllowedValues<String> choices(List<String> choices) {
        return new AllowedValues<>(String.class, Kind.CHOICE, "one of " + String.join(", ", choices), choices,
                null, null, text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(choices::contains));
    }

    /**
     * @param text      what they must be, for an error message
     * @param isAllowed whether a text may be the value
     */
    static AllowedValues<String> texts(String text, Predicate<String> isAllowed) {
        return new AllowedValues<>(String.class, Kind.TEXT, text, null, null, null,
                value -> Optional.of(value).filter(isAllowed));
    }

    private static Optional<Long> wholeNumber(String text, long atLeast, long atMost) {
        try {
            return Optional.of(Long.parseLong(text)).filter(value -> value >= atLeast && value <= atMost);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
