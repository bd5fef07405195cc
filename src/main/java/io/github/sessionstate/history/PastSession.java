package io.github.sessionstate.history;

import java.time.Instant;
import java.util.List;

import io.github.sessionstate.session.BoundedText;
import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.RecordedSession;
import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.SessionMoment;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.session.UserAgent;

/**
 * What is kept of a session. {@link #state()} is as from before the end, so what can be asked of sessions can be asked of
 * these; what is not kept is null. For nobody to write to, and closing it does nothing, even if it goes on.
 */
public final class PastSession extends RecordedSession {
    private final SessionRow row;
    private final SessionState state;

    PastSession(SessionRow row) {
        this.row = row;
        this.state = state(row);
    }

    // Without a user's name there is no JID, so it looks as one that is not bound yet: boundAt() tells.
    private static SessionState state(SessionRow row) {
        boolean isBound = row.username() != null && row.host() != null && row.resource() != null;
        SessionState.Address address = isBound
                ? SessionState.Address.of(row.username(), row.host(), row.resource())
                : new SessionState.Address(row.username(), row.host(), null, null);
        PresenceUpdate last = new PresenceUpdate(null, 0, 0, 0, PresenceUpdate.UNAVAILABLE.show(), null, row.capsNode());
        return new SessionState(new PastConnection(row.transport(), row.ip(), row.port(), row.tls()), null, false,
                isBound ? SessionType.C2S : SessionType.C2S_UNBOUND, address, last, false, false, false);
    }

    /** Of which start of the server. */
    public String boot() {
        return row.boot();
    }

    /** When the client logged in; null if that is not known. */
    public Instant authenticatedAt() {
        return time(row.authenticated());
    }

    /** When a resource was bound; null if none was, or that is not known. */
    public Instant boundAt() {
        return time(row.bound());
    }

    /** When it ended; null while it goes on. */
    public Instant endedAt() {
        return row.ended() == Place.OPEN ? null : time(row.ended());
    }

    private static Instant time(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    /** How it ended; null while it goes on. */
    public PastEnd end() {
        return row.end();
    }

    /** How often it lost its connection and waited for the client to resume it. */
    public int detaches() {
        return row.detaches();
    }

    /** How often the client resumed it. */
    public int resumes() {
        return row.resumes();
    }

    /** Where the client was connected from in the end; null if that is where it was at first. */
    public String lastIp() {
        return row.lastIp();
    }

    /** Where it stands among others. */
    public Place place() {
        return new Place(row.ended(), row.id());
    }

    @Override
    public String id() {
        return row.id();
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public Instant since() {
        return time(row.began());
    }

    @Override
    public Instant idleSince() {
        return null;
    }

    @Override
    public boolean isIdleSinceKnown() {
        return false;
    }

    @Override
    public Instant detachedSince() {
        return null;
    }

    @Override
    public LoginFailure loginFailure() {
        return LoginFailure.NONE;
    }

    @Override
    public String lastError() {
        return null;
    }

    @Override
    public List<SessionMoment> timeline() {
        return List.of();
    }

    @Override
    public ClientSoftware software() {
        String name = row.clientName() == null ? row.capsNode() : row.clientName();
        return name == null ? null : new ClientSoftware(name, row.clientVersion(), row.clientOs());
    }

    @Override
    public BoundedText presence(int maxLength) {
        return null;
    }

    @Override
    public ServerFacts facts() {
        return new PastFacts(row.mechanism(), row.agentSoftware() == null && row.agentDevice() == null ? null
                : new UserAgent(null, row.agentSoftware(), row.agentDevice()), row.language());
    }

    @Override
    public Number stanzasReceived() {
        return row.stanzasIn();
    }

    @Override
    public Number stanzasSent() {
        return row.stanzasOut();
    }

    @Override
    public String toString() {
        return "past session " + row.id();
    }
}
