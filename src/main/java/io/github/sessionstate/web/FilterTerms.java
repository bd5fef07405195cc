package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.session.SessionConnection;

/** What terms of a filter can ask of the values that sessions have, by the kind of value. */
final class FilterTerms {
    static final List<String> TRUTHS = List.of("yes", "no");

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?Z)?");
    private static final Map<String, Long> UNIT_SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);

    private FilterTerms() {
    }

    /** All of a text, with stars. */
    static TermParser text(Reading<String> reading) {
        return orNone(reading, value -> {
            Predicate<String> pattern = value.pattern();
            return new ValueTerm<>(reading, text -> text != null && pattern.test(text));
        });
    }

    /** All of any of these texts, with stars. */
    static TermParser anyText(List<Reading<String>> readings) {
        return value -> {
            List<FilterTerm> terms = new ArrayList<>();
            for (Reading<String> reading : readings) {
                terms.add(text(reading).parse(value));
            }
            return value.isNone() ? new FilterTerm.All(terms) : new FilterTerm.Any(terms);
        };
    }

    /** Yes or no. */
    static TermParser truth(Reading<Boolean> reading) {
        return value -> {
            boolean isWanted = value.oneOf(TRUTHS).equals("yes");
            return new ValueTerm<>(reading, its -> its == isWanted);
        };
    }

    /** One of a closed set, in which each is itself alone. */
    static <T> TermParser choice(List<T> allowed, Reading<T> reading) {
        return value -> {
            T wanted = value.oneOf(allowed);
            return new ValueTerm<>(reading, wanted::equals);
        };
    }

    /** One of a closed set, or none of it. */
    static TermParser choiceOrNone(List<String> allowed, Reading<String> reading) {
        return value -> {
            String wanted = value.oneOf(FilterValue.orNone(allowed));
            return allowed.contains(wanted) ? new ValueTerm<>(reading, wanted::equals) : none(reading);
        };
    }

    /** What may not be there, asked for in this way or by its absence. */
    static TermParser orNone(Reading<?> reading, TermParser terms) {
        return value -> value.isNone() ? none(reading) : terms.parse(value);
    }

    private static <T> FilterTerm none(Reading<T> reading) {
        return new ValueTerm<>(reading, Objects::isNull);
    }

    /** A number, compared with another. */
    static TermParser number(Reading<Long> reading) {
        return orNone(reading, value -> {
            String text = operand(value);
            if (!NUMBER.matcher(text).matches()) {
                throw value.wrong("takes a number, such as >5:");
            }
            long number = Long.parseLong(text);
            Comparison comparison = comparison(value, Comparison.EQUAL);
            return new ValueTerm<>(reading, its -> its != null && comparison.holds(its.compareTo(number)));
        });
    }

    /**
     * How long ago something was.
     *
     * @param moment  when
     * @param isExact see {@link MomentTerm}
     */
    static TermParser age(Reading<Instant> moment, Reading<Boolean> isExact) {
        return value -> {
            Matcher duration = DURATION.matcher(operand(value));
            if (!duration.matches()) {
                throw value.wrong("takes a time in s, m, h or d, such as >10m:");
            }
            long millis = Duration.ofSeconds(Long.parseLong(duration.group(1))
                    * UNIT_SECONDS.get(duration.group(2))).toMillis();
            // Nobody asks for what is exactly ten minutes old. What is older is of an earlier moment.
            return new MomentTerm(moment, isExact, comparison(value, Comparison.AT_LEAST).mirrored(), millis, true);
        };
    }

    /**
     * When something was: a day, a minute, a second or a millisecond, of which it is a part.
     *
     * @param isExact see {@link MomentTerm}
     */
    static TermParser moment(Reading<Instant> moment, Reading<Boolean> isExact) {
        return value -> {
            Matcher time = TIME.matcher(operand(value));
            if (!time.matches()) {
                throw noTime(value);
            }
            String ofDay = time.group(1) == null ? "T00:00Z" : "";
            long from;
            try {
                from = OffsetDateTime.parse(time.group() + ofDay).toInstant().toEpochMilli();
            } catch (DateTimeParseException e) {
                throw noTime(value);
            }
            ChronoUnit unit = time.group(1) == null ? ChronoUnit.DAYS : time.group(2) == null ? ChronoUnit.MINUTES
                    : time.group(3) == null ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
            FilterTerm sinceItBegan = new MomentTerm(moment, isExact, Comparison.AT_LEAST, from, false);
            FilterTerm afterIt = new MomentTerm(moment, isExact, Comparison.AT_LEAST,
                    from + unit.getDuration().toMillis(), false);
            return switch (comparison(value, Comparison.EQUAL)) {
                case LESS -> sinceItBegan.negate();
                case AT_MOST -> afterIt.negate();
                case GREATER -> afterIt;
                case AT_LEAST -> sinceItBegan;
                case EQUAL -> new FilterTerm.All(List.of(sinceItBegan, afterIt.negate()));
            };
        };
    }

    private static ApiException noTime(FilterValue value) {
        return value.wrong("takes a time in UTC, such as 2026-01-31 or >2026-01-31T10:05Z:");
    }

    /** An address, or a block of them. */
    static TermParser address(Reading<Endpoint> reading) {
        return orNone(reading, value -> {
            AddressRange range = AddressRange.of(value.text());
            if (range == null) {
                throw value.wrong("takes an address or a block, such as 10.0.0.0/8:");
            }
            return new ValueTerm<>(reading, its -> its != null && range.contains(its.address()));
        });
    }

    /** A part of any of the texts that were {@linkplain TextSearch#fold folded}. */
    static FilterTerm part(Reading<String> folded, String part) {
        return new ValueTerm<>(folded, new TextSearch(part)::isInFolded);
    }

    /** What a connection has; null for a session without one. */
    static <T> Reading<T> ofConnection(Function<SessionConnection, T> property) {
        return Reading.kept((session, state) ->
                state.connection() == null ? null : property.apply(state.connection()));
    }

    private static Comparison comparison(FilterValue value, Comparison otherwise) {
        Comparison comparison = Comparison.at(value.text());
        return comparison == null ? otherwise : comparison;
    }

    private static String operand(FilterValue value) throws ApiException {
        Comparison comparison = Comparison.at(value.text());
        String operand = comparison == null ? value.text() : value.text().substring(comparison.length());
        if (operand.isEmpty() && comparison == null) {
            throw ApiException.badFilter(value.key() + " needs a value");
        }
        return operand;
    }
}
