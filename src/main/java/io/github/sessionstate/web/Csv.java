package io.github.sessionstate.web;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import com.google.gson.JsonElement;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;

/**
 * What the plugin writes as CSV (RFC 4180). What is null is an empty cell, and an empty text a quoted one; objects and
 * arrays are JSON. Spreadsheets take text for a formula that begins like one, and clients choose their own resources:
 * such text gets an apostrophe before it.
 */
final class Csv {
    static final String TYPE = "text/csv; charset=utf-8; header=present";

    // Some take the wide forms for the others, or skip white space.
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private Csv() {
    }

    /** The values as one line, with its end. */
    static String line(Collection<?> values) {
        StringWriter line = new StringWriter();
        // Without a buffer it keeps nothing that must be flushed.
        CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.CRLF).quoteStrategy(QuoteStrategies.EMPTY)
                .build(line).writeRecord(values.stream().map(Csv::cell).toArray(String[]::new));
        return line.toString();
    }

    /** A whole table: lines as {@link #line} makes them, behind one with the keys of the columns. */
    static String table(Collection<String> keys, List<String> lines) {
        return line(keys) + String.join("", lines);
    }

    /** The keys of the columns that such records fill, each with this before it. */
    static Stream<String> keys(String prefix, Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(component -> prefix + Json.key(component));
    }

    /** What a record fills those columns with; null leaves all of them empty. */
    static <R extends Record> Collection<?> values(Class<R> type, R values) {
        return values == null ? Collections.nCopies(type.getRecordComponents().length, null)
                : Json.tree(values).asMap().values();
    }

    private static String cell(Object value) {
        if (value instanceof String text) {
            return harmless(text);
        }
        JsonElement json = Json.element(value);
        return json.isJsonNull() ? null : !json.isJsonPrimitive() ? json.toString()
                : json.getAsJsonPrimitive().isString() ? harmless(json.getAsString()) : json.getAsString();
    }

    private static String harmless(String text) {
        return text.isEmpty() || BEGINS_FORMULA.indexOf(text.charAt(0)) < 0 ? text : '\'' + text;
    }
}
