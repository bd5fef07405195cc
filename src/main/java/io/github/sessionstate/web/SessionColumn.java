package io.github.sessionstate.web;

import static io.github.sessionstate.web.SessionColumn.Trait.ASKS_HOST;
import static io.github.sessionstate.web.SessionColumn.Trait.NARROW;
import static io.github.sessionstate.web.SessionColumn.Trait.NUMBER;
import static io.github.sessionstate.web.SessionColumn.Trait.SHOWN;
import static io.github.sessionstate.web.SessionColumn.Trait.SORTABLE;
import static io.github.sessionstate.web.SessionColumn.Trait.TEXT;
import static io.github.sessionstate.web.SessionColumn.Trait.TRUTH;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.text.Word;

/**
 * The one table of what can be shown of a session: the keys of the JSON and of filters, the columns of the page, the
 * words of the documentation, in this order. A value that a session does not have is null, and its key is there.
 */
enum SessionColumn {
    ID(SessionView::id, TEXT),
    FULL_JID(view -> view.state().fullJid(), TEXT, SHOWN, SORTABLE),
    USERNAME(view -> view.state().username(), TEXT, SORTABLE),
    HOST(view -> view.state().host(), TEXT, SORTABLE),
    RESOURCE(view -> view.state().resource(), TEXT, SORTABLE),
    TYPE(view -> view.state().type(), SHOWN, SORTABLE),
    NOTOPEN(view -> view.state().notOpen(), TRUTH, SHOWN, SORTABLE, NARROW),
    CONNECTED(view -> view.state().isConnectedResource(), TRUTH, SHOWN, SORTABLE, NARROW),
    AVAILABLE(view -> view.state().isAvailableResource(), TRUTH, SHOWN, SORTABLE, NARROW),
    /** The property and the predicate: a session has the one exactly when it is the other. */
    INTERESTED(view -> view.state().isInterestedResource(), TRUTH, SHOWN, SORTABLE, NARROW),
    PRIORITY(view -> view.state().priority(), SHOWN, SORTABLE, NUMBER),
    /** The stanza as the client sent it; null as well if that is longer than {@link PresenceUpdate#MAX_KEPT}. */
    PRESENCE(view -> view.state().isPresenceWhole() ? view.state().presence() : null, SHOWN),
    /** Of the stanza that the client sent, in characters. */
    PRESENCE_LENGTH(view -> view.state().presence() == null ? null : view.state().presenceLength(), SORTABLE, NUMBER),
    /** {@code available} if the presence has none of its own. */
    SHOW(view -> view.state().presence() == null ? null : view.state().broadcast().show(), TEXT),
    STATUS(view -> view.state().broadcast().status(), TEXT),
    /** What the client says that it is (XEP-0092, XEP-0115). */
    CLIENT(SessionView::client, TEXT, SHOWN),
    /** As which program and on which device the client logged in (XEP-0388). */
    USER_AGENT(view -> view.session().login().userAgent(), TEXT, SORTABLE),
    SASL_MECHANISM(view -> view.session().login().mechanism(), TEXT, SORTABLE),
    /** The contacts' bare JIDs, read from the server for every session. If it cannot, {@code roster_error} says so. */
    ROSTER(view -> view.session().roster(), ASKS_HOST),
    /** The number of contacts, at most {@link RosterSizes#SECONDS_KEPT} seconds old. */
    ROSTER_SIZE(SessionView::rosterSize, ASKS_HOST, NUMBER),
    ROSTER_LOADED(view -> view.state().rosterLoaded(), TRUTH, SORTABLE),
    CONN(view -> view.state().connection(), SHOWN, SORTABLE),
    DETACHED(view -> view.state().detached(), TRUTH, SORTABLE),
    SINCE(view -> view.session().since(), SHOWN, SORTABLE),
    IDLE_SINCE(view -> view.session().idleSince(), SHOWN, SORTABLE),
    /** False for a session that was there before the plugin, until a stanza comes: it may be idle for longer. */
    IDLE_SINCE_KNOWN(view -> view.session().isIdleSinceKnown(), TRUTH, SORTABLE),
    STANZAS_IN(view -> view.session().stanzasReceived(), SHOWN, SORTABLE, NUMBER),
    STANZAS_OUT(view -> view.session().stanzasSent(), SHOWN, SORTABLE, NUMBER),
    /** Of the last try to log in that failed; null as well where the mechanism does not tell. */
    LOGIN_FAILED_USERNAME(view -> view.session().loginFailure().username(), TEXT),
    /** What the server answered to that. */
    LOGIN_FAILED_CONDITION(view -> view.session().loginFailure().condition(), TEXT),
    /** Whether the user is an administrator of the server, and may be reading this. */
    ADMINISTRATOR(SessionView::isAdministrator, ASKS_HOST),
    SEEDED(view -> view.state().seeded(), TRUTH, SORTABLE);

    /** What a column is like. */
    enum Trait {
        /** A column of the page, without a wish for others. */
        SHOWN,
        /** Has a short heading, which stands for the long one. */
        NARROW,
        /** Text, which a filter compares with a pattern. */
        TEXT,
        /** True or false, which a filter asks for with yes or no. */
        TRUTH,
        /** A number, which a filter compares with another; its heading stands to the right as well. */
        NUMBER,
        /** Has an order that makes sense to a person, and costs nothing to compare. */
        SORTABLE,
        /** Costs a question to the server for every session, so it must be asked for. */
        ASKS_HOST
    }

    /** What a request without {@code fields} gets: everything that costs nothing. */
    static final Set<SessionColumn> BY_DEFAULT = select(column -> !column.is(ASKS_HOST));

    /** What {@code fields=all} gets. */
    static final Set<SessionColumn> ALL = select(column -> true);

    private static final Map<String, SessionColumn> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SessionColumn::key, Function.identity()));

    private final String key = Word.of(this);
    private final Function<SessionView, Object> getter;
    private final Set<Trait> traits;

    SessionColumn(Function<SessionView, Object> getter, Trait... traits) {
        this.getter = getter;
        this.traits = Set.of(traits);
    }

    private static Set<SessionColumn> select(Predicate<SessionColumn> which) {
        Set<SessionColumn> columns = EnumSet.allOf(SessionColumn.class);
        columns.removeIf(which.negate());
        return Collections.unmodifiableSet(columns);
    }

    /** The column with this key; null if there is none. */
    static SessionColumn ofKey(String key) {
        return BY_KEY.get(key);
    }

    /**
     * Those that a filter may ask for by their keys, of one kind of value: what costs a question to the server is not.
     */
    static List<SessionColumn> filterable(Trait kind) {
        return Arrays.stream(values()).filter(column -> column.is(kind) && !column.is(ASKS_HOST)).toList();
    }

    /** The name in JSON and in {@code fields}. */
    String key() {
        return key;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /**
     * What sessions are ordered by, as text whose characters give the order.
     *
     * @return null if the session does not have the property
     */
    String sortKey(SessionView view) {
        Object value = value(view);
        if (value == null) {
            return null;
        } else if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        } else if (value instanceof Number number) {
            return sortKey(number.longValue());
        } else if (value instanceof Instant time) {
            return sortKey(time.toEpochMilli());
        } else if (value instanceof SessionType type) {
            return sortKey(type.ordinal());
        } else if (value instanceof SessionConnection connection) {
            return sortKey(connection);
        }
        // The index of full JIDs has them as they are.
        return this == FULL_JID ? value.toString() : value.toString().toLowerCase(Locale.ROOT);
    }

    private static String sortKey(long number) {
        // Below zero comes first.
        return HexFormat.of().toHexDigits(number ^ Long.MIN_VALUE);
    }

    // By the numbers of the address, not by their digits.
    private static String sortKey(SessionConnection connection) {
        byte[] address = connection.ip() == null ? null : AddressRange.bytes(connection.ip());
        return address == null ? null : (address.length == 4 ? "4" : "6") + HexFormat.of().formatHex(address)
                + HexFormat.of().toHexDigits(connection.port());
    }

    /** The value; null if the session does not have the property. */
    Object value(SessionView view) {
        return getter.apply(view);
    }

    /** The values of these columns by their keys, as the JSON has them. */
    static Map<String, Object> row(Collection<SessionColumn> columns, SessionView view) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (SessionColumn column : columns) {
            try {
                row.put(column.key, column.value(view));
            } catch (RosterUnreadableException e) {
                row.put(column.key, null);
                row.put("roster_error", e.getMessage());
            }
        }
        return row;
    }
}
