package io.github.sessionstate.web;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

import io.github.sessionstate.text.Quote;

/** What the parameter {@code fields} of a list says: keys of columns with commas between them, or {@code all}. */
final class FieldKeys {
    static final Parameter FIELDS = Parameter.text("fields", "Keys of columns with commas between them, or all.");

    private FieldKeys() {
    }

    /**
     * The columns.
     *
     * @param all    what the word for all stands for
     * @param always what is among them in any case
     * @param ofKey  gives the column of a key; null if there is none
     */
    static <C extends Enum<C>> Set<C> columns(String keys, Set<C> all, C always, Function<String, C> ofKey)
            throws ApiException {
        if (keys.equals("all")) {
            return all;
        }
        Set<C> columns = EnumSet.of(always);
        for (String key : keys.split(",", -1)) {
            C column = ofKey.apply(key);
            if (column == null) {
                throw ApiException.badParameter("unknown field: " + Quote.of(key));
            }
            columns.add(column);
        }
        return columns;
    }
}
