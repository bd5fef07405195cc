package io.github.sessionstate.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.EndedSession;
import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionMoment;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserAgent;

/** Makes the rows of sessions, of what the policy says is kept. Thread-safe. */
final class SessionRowMaker {
    private static final int NAME = 255;
    private static final int IP = 45;

    private final String boot;
    private final Supplier<HistoryPolicy> policy;
    // Of those alone that ever lost their connection.
    private final Map<String, Moves> moves = new ConcurrentHashMap<>();

    SessionRowMaker(String boot, Supplier<HistoryPolicy> policy) {
        this.boot = boot;
        this.policy = policy;
    }

    /** The session lost its connection. */
    void detached(SessionEvent event) {
        moves.compute(event.session().id(), (id, was) ->
                (was == null ? new Moves(PastConnection.of(event.before()), 0, 0) : was).detached());
    }

    /** The session has a connection. */
    void attached(SessionEvent event) {
        if (event.before().detached()) {
            moves.compute(event.session().id(), (id, was) ->
                    (was == null ? new Moves(PastConnection.of(event.before()), 0, 0) : was).resumed());
        }
    }

    /** The row of a session that goes on; null if it has ended meanwhile. */
    SessionRow open(Session session) {
        SessionState state = session.state();
        return state.isDestroyed() ? null : row(session, state, Place.OPEN, null);
    }

    /** The row of one that has just ended, told by its event: a moment later the server knows less of it. */
    SessionRow ended(SessionEvent event) {
        EndedSession ended = EndedSession.of(event);
        SessionRow row = row(ended, ended.state(), ended.at().toEpochMilli(), ended.end());
        moves.remove(ended.id());
        return row;
    }

    private SessionRow row(Session session, SessionState state, long ended, SessionEnd end) {
        HistoryPolicy kept = policy.get();
        boolean isNamed = !kept.isCountsOnly();
        Moves itsMoves = moves.get(session.id());
        PastConnection last = PastConnection.of(state);
        PastConnection first = itsMoves == null || itsMoves.first() == null ? last : itsMoves.first();
        boolean isElsewhere = last.ip() != null && !last.ip().equals(first.ip());
        ServerFacts facts = session.facts();
        ClientSoftware software = session.software();
        UserAgent agent = facts.userAgent();
        List<SessionMoment> timeline = session.timeline();
        return new SessionRow(session.id(), boot, isNamed ? ColumnText.of(state.username(), NAME) : null,
                ColumnText.of(state.host(), NAME), isNamed ? ColumnText.of(state.resource(), NAME) : null,
                kept.areAddressesKept() ? ColumnText.of(first.ip(), IP) : null, kept.areAddressesKept() ? first.port() : 0,
                ColumnText.of(first.transport(), 16), ColumnText.of(first.tls(), 16),
                ColumnText.of(facts.saslMechanism(), 32), ColumnText.of(name(software, state), 128),
                software == null ? null : ColumnText.of(software.version(), 64),
                software == null ? null : ColumnText.of(software.os(), 64),
                ColumnText.of(state.broadcast().capsNode(), 128),
                agent == null ? null : ColumnText.of(agent.software(), 128),
                agent == null || !isNamed ? null : ColumnText.of(agent.device(), 128), ColumnText.of(facts.language(), 35),
                session.since().toEpochMilli(), at(timeline, SessionEventKind.AUTHENTICATED),
                at(timeline, SessionEventKind.BOUND), ended, number(session.stanzasReceived()),
                number(session.stanzasSent()), end == null ? null : end(end, isNamed),
                itsMoves == null ? 0 : itsMoves.detaches(), itsMoves == null ? 0 : itsMoves.resumes(),
                kept.areAddressesKept() && isElsewhere ? ColumnText.of(last.ip(), IP) : null);
    }

    // The session model names the node of its presence where the client does not tell its name.
    private static String name(ClientSoftware software, SessionState state) {
        return software == null || software.name().equals(state.broadcast().capsNode()) ? null : software.name();
    }

    private static PastEnd end(SessionEnd end, boolean isNamed) {
        return new PastEnd(end.cause().toString(), ColumnText.of(end.condition(), SessionEnd.MAX_CONDITION),
                isNamed ? ColumnText.of(end.text(), NAME) : null, isNamed ? ColumnText.of(end.closedBy(), NAME) : null,
                end.replacedBy());
    }

    private static Long at(List<SessionMoment> timeline, SessionEventKind kind) {
        return timeline.stream().filter(moment -> moment.kind() == kind).map(SessionMoment::at).findFirst()
                .map(Instant::toEpochMilli).orElse(null);
    }

    private static Long number(Number count) {
        return count == null ? null : Long.valueOf(count.longValue());
    }
}
