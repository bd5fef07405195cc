package io.github.sessionstate.web;

import static io.github.sessionstate.web.ColumnValue.choice;
import static io.github.sessionstate.web.ColumnValue.count;
import static io.github.sessionstate.web.ColumnValue.indexed;
import static io.github.sessionstate.web.ColumnValue.moment;
import static io.github.sessionstate.web.ColumnValue.momentOrNone;
import static io.github.sessionstate.web.ColumnValue.number;
import static io.github.sessionstate.web.ColumnValue.text;
import static io.github.sessionstate.web.ColumnValue.truth;
import static io.github.sessionstate.web.ColumnValue.truthOrNone;
import static io.github.sessionstate.web.ColumnTrait.ASKS_HOST;
import static io.github.sessionstate.web.ColumnTrait.NUMBER;
import static io.github.sessionstate.web.ColumnTrait.SHOWN;
import static io.github.sessionstate.web.ColumnTrait.SORTABLE;
import static io.github.sessionstate.web.Reading.kept;
import static io.github.sessionstate.web.Reading.keptBriefly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.text.Word;

/**
 * The one table of what can be shown of a session: the keys of the JSON and of filters, the columns of the page, the
 * words of the documentation, in this order. A value that a session does not have is null, and its key is there.
 */
enum SessionColumn {
    ID(indexed(kept((session, state) -> session.id()))),
    FULL_JID(indexed(kept((session, state) -> state.fullJid()))),
    USERNAME(text(kept((session, state) -> state.username())), SHOWN),
    HOST(text(kept((session, state) -> state.host()))),
    RESOURCE(text(kept((session, state) -> state.resource())), SHOWN),
    /** What the following five say, in one word. */
    STATE(choice(List.of(SessionStage.values()), kept((session, state) -> SessionStage.of(state))), SHOWN),
    TYPE(choice(ColumnValue.TYPES, kept((session, state) -> state.type()))),
    NOTOPEN(truth(kept((session, state) -> state.notOpen()))),
    CONNECTED(truth(kept((session, state) -> state.isConnectedResource()))),
    AVAILABLE(truth(kept((session, state) -> state.isAvailableResource()))),
    /** The property and the predicate: a session has the one exactly when it is the other. */
    INTERESTED(truth(kept((session, state) -> state.isInterestedResource()))),
    PRIORITY(number(kept((session, state) -> state.priority())), SHOWN),
    /** What Openfire makes of the same text, see {@link PresenceUpdate}; null without presence. */
    ROUTED_PRIORITY(number(kept((session, state) ->
            state.isAvailableResource() ? state.broadcast().routedPriority() : null))),
    /** The stanza as the client sent it; null as well if that is longer than {@link PresenceUpdate#MAX_KEPT}. */
    PRESENCE(ColumnValue.presence()),
    /** Of the stanza that the client sent, in characters. */
    PRESENCE_LENGTH(number(kept((session, state) -> state.presence() == null ? null : state.presenceLength()))),
    /** {@code available} if the presence has none of its own. */
    SHOW(text(kept(ColumnValue::show)), SHOWN),
    STATUS(text(kept((session, state) -> state.broadcast().status()))),
    /** What the client says that it is (XEP-0092, XEP-0115), in one line. */
    CLIENT(text(kept(ColumnValue::client)), SHOWN),
    /** As which program and on which device the client logged in (XEP-0388). */
    USER_AGENT(ColumnValue.userAgent()),
    SASL_MECHANISM(text(kept((session, state) -> session.facts().saslMechanism()))),
    ANONYMOUS(truthOrNone(kept((session, state) -> session.facts().isAnonymous()))),
    LANGUAGE(text(kept((session, state) -> session.facts().language()))),
    /** The contacts' bare JIDs, read from the server for every session. If it cannot, {@code roster_error} says so. */
    ROSTER(ValueType.ARRAY, view -> view.session().roster()),
    /** The number of contacts, at most {@link RosterSizes#SECONDS_KEPT} seconds old. */
    ROSTER_SIZE(ValueType.INTEGER, SessionView::rosterSize, NUMBER),
    ROSTER_LOADED(truth(kept((session, state) -> state.rosterLoaded()))),
    /** All of the connection in one; null while the session is detached. */
    CONN(ColumnValue.connection(), SHOWN),
    /** This and the two behind it are those of the last connection while the session is detached. */
    TRANSPORT(ColumnValue.transport()),
    IP(ColumnValue.address()),
    PORT(number(kept((session, state) -> state.port() == 0 ? null : state.port()))),
    SECURE(truth(kept((session, state) -> state.connection() != null && state.connection().isSecure()))),
    TLS(text(FilterTerms.ofConnection(SessionConnection::tls))),
    CIPHER(text(FilterTerms.ofConnection(SessionConnection::cipher))),
    COMPRESSED(truth(kept((session, state) -> state.connection() != null && state.connection().isCompressed()))),
    DETACHED(truth(kept((session, state) -> state.detached()))),
    STREAM_MANAGEMENT(truthOrNone(keptBriefly((session, state) -> session.facts().hasStreamManagement()))),
    RESUMABLE(truthOrNone(keptBriefly((session, state) -> session.facts().isResumable()))),
    /** Of a detached session. */
    RESUMABLE_UNTIL(momentOrNone((session, state) -> state.detached() ? session.facts().resumableUntil() : null)),
    /** Of a detached session, what waits for its client. */
    UNACKNOWLEDGED(number(keptBriefly((session, state) -> session.facts().unacknowledged()))),
    INACTIVE(truthOrNone(keptBriefly((session, state) -> session.facts().isInactive()))),
    CARBONS(truthOrNone(keptBriefly((session, state) -> session.facts().hasCarbons()))),
    SINCE(moment(ColumnValue.SINCE, (session, state) -> true), SHOWN),
    IDLE_SINCE(moment((session, state) -> session.idleSince(), (session, state) -> session.isIdleSinceKnown()), SHOWN),
    /** False for a session that was there before the plugin, until a stanza comes: it may be idle for longer. */
    IDLE_SINCE_KNOWN(truth(keptBriefly((session, state) -> session.isIdleSinceKnown()))),
    STANZAS_IN(count((session, state) -> session.stanzasReceived()), SHOWN),
    STANZAS_OUT(count((session, state) -> session.stanzasSent()), SHOWN),
    /** Of the last try to log in that failed; null as well where the mechanism does not tell. */
    LOGIN_FAILED_USERNAME(text(kept((session, state) -> session.loginFailure().username()))),
    /** What the server answered to that. */
    LOGIN_FAILED_CONDITION(text(kept((session, state) -> session.loginFailure().condition()))),
    LAST_ERROR(text(kept((session, state) -> session.lastError()))),
    /** Whether the user is an administrator of the server, and may be reading this. */
    ADMINISTRATOR(ValueType.BOOLEAN, SessionView::isAdministrator),
    SEEDED(truth(kept((session, state) -> state.seeded())));

    /** Why some can be neither an order nor a filter. */
    static final String ASKED = "Openfire would have to be asked for it, session by session";

    /** What a request without {@code fields} gets: everything that costs nothing. */
    static final Set<SessionColumn> BY_DEFAULT = select(column -> !column.is(ASKS_HOST));

    /** What {@code fields=all} gets. */
    static final Set<SessionColumn> ALL = select(column -> true);

    private static final Map<String, SessionColumn> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SessionColumn::key, Function.identity()));

    private final String key = Word.of(this);
    private final ValueType type;
    // Null if the server must be asked for it.
    private final ColumnValue<?> value;
    private final Function<SessionView, Object> asked;
    private final Set<ColumnTrait> traits = EnumSet.noneOf(ColumnTrait.class);

    SessionColumn(ColumnValue<?> value, ColumnTrait... traits) {
        this.type = value.type();
        this.value = value;
        this.asked = null;
        this.traits.addAll(Arrays.asList(traits));
        this.traits.add(SORTABLE);
        if (value.kind() != null) {
            this.traits.add(value.kind());
        }
    }

    SessionColumn(ValueType type, Function<SessionView, Object> asked, ColumnTrait... traits) {
        this.type = type;
        this.value = null;
        this.asked = asked;
        this.traits.addAll(Arrays.asList(traits));
        this.traits.add(ASKS_HOST);
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

    /** Reads keys with commas between them, or the word for all; the id is always among them. */
    static Set<SessionColumn> ofKeys(String keys) throws ApiException {
        return FieldKeys.columns(keys, ALL, ID, SessionColumn::ofKey);
    }

    /** Those that sessions can be ordered by, and that a filter may ask for by their keys. */
    static List<SessionColumn> sortable() {
        return Arrays.stream(values()).filter(column -> column.is(SORTABLE)).toList();
    }

    /** The name in JSON and in {@code fields}. */
    String key() {
        return key;
    }

    /** What the value is in JSON, if there is one. */
    ValueType type() {
        return type;
    }

    boolean is(ColumnTrait trait) {
        return traits.contains(trait);
    }

    /** How it is read, ordered and asked for; null if the server must be asked for it. */
    ColumnValue<?> value() {
        return value;
    }

    /** The value; null if the session does not have the property. */
    Object value(SessionView view) {
        return value == null ? asked.apply(view) : value.shown().of(view.session(), view.state());
    }

    /** The values of these columns in their order; a roster that cannot be read is null. */
    static List<Object> values(Collection<SessionColumn> columns, SessionView view) {
        Map<String, Object> row = row(columns, view);
        List<Object> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(row.get(column.key)));
        return values;
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
