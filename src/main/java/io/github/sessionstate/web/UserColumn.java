package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Word;

/** The one table of what can be shown of a user with bound sessions: the keys of JSON and CSV, in this order. */
enum UserColumn {
    BARE_JID(ValueType.STRING, UserView::bareJid),
    USERNAME(ValueType.STRING, UserView::username),
    HOST(ValueType.STRING, UserView::host),
    /** How many bound sessions there are; the three behind it say of how many of them that holds. */
    CONNECTED(ValueType.INTEGER, user -> user.sessions().size()),
    AVAILABLE(ValueType.INTEGER, user -> user.count(SessionState::isAvailableResource)),
    INTERESTED(ValueType.INTEGER, user -> user.count(SessionState::isInterestedResource)),
    DETACHED(ValueType.INTEGER, user -> user.count(SessionState::detached)),
    /** The full JIDs that a message to the bare JID goes to. */
    TOP_RESOURCES(ValueType.ARRAY, UserView::topResources),
    /** Each with id and full JID, in the order in which they bound. */
    SESSIONS(ValueType.ARRAY, UserView::sessions);

    static final Set<UserColumn> ALL = Collections.unmodifiableSet(EnumSet.allOf(UserColumn.class));

    private final String key = Word.of(this);
    private final ValueType type;
    private final Function<UserView, Object> value;

    UserColumn(ValueType type, Function<UserView, Object> value) {
        this.type = type;
        this.value = value;
    }

    /** Reads keys with commas between them, or the word for all; the JID is always among them. */
    static Set<UserColumn> ofKeys(String keys) throws ApiException {
        return FieldKeys.columns(keys, ALL, BARE_JID, UserColumn::ofKey);
    }

    // Null if there is none.
    private static UserColumn ofKey(String key) {
        return Arrays.stream(values()).filter(column -> column.key.equals(key)).findFirst().orElse(null);
    }

    /** The name in JSON, CSV and {@code fields}. */
    String key() {
        return key;
    }

    /** What the value is in JSON. */
    ValueType type() {
        return type;
    }

    /** The values of these columns by their keys. */
    static Map<String, Object> row(Collection<UserColumn> columns, UserView user) {
        Map<String, Object> row = new LinkedHashMap<>();
        columns.forEach(column -> row.put(column.key, column.value.apply(user)));
        return row;
    }
}
