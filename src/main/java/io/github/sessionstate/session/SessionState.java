package io.github.sessionstate.session;

import java.util.Objects;

/**
 * All properties of a session at one moment. Immutable; every transition gives a new one, or the same one if nothing
 * changes. A transition that the life cycle does not know at this point changes nothing.
 *
 * @param connection   the reference's {@code conn}; null while detached (XEP-0198) and after the end
 * @param notOpen      true from TCP accept to the stream header, and again from each reset of the stream (SASL success,
 *                     STARTTLS, compression: RFC 6120 §4.3.3) to the restarted header
 * @param type         how far the session has come; never null
 * @param username     node part of the client's JID; null before SASL success (for anonymous users: before the bind)
 * @param host         domain part of the client's JID; null before the first stream header
 * @param resource     resource part of the client's JID; null before the bind
 * @param fullJid      the three above as {@code username@host/resource}; null before the bind
 * @param priority     priority of the presence; 0 without presence
 * @param presence     XML of the last broadcast presence without a type, as the client sent it, or what is kept of a
 *                     long one, see {@link PresenceUpdate}; null without one
 * @param presenceLength of the presence that the client sent, in characters; 0 without one
 * @param interested   whether the client asked for its own roster (RFC 6121 §2.2)
 * @param rosterLoaded whether the session has a roster (RFC 6121 §2.1)
 * @param detached     whether the client is gone and may still resume the session (XEP-0198 §5)
 * @param seeded       whether the session was there before the plugin, so that part of its past is assumed
 */
public record SessionState(SessionConnection connection, boolean notOpen, SessionType type, String username,
                           String host, String resource, String fullJid, int priority, String presence,
                           int presenceLength, boolean interested, boolean rosterLoaded, boolean detached,
                           boolean seeded) {

    /**
     * Most callers want {@link #accepted} and the transitions from there, which only lead to states that can be.
     *
     * @throws IllegalArgumentException if the components contradict each other, such as a full JID before the bind
     */
    public SessionState {
        boolean bound = type == SessionType.C2S;
        boolean jidComplete = username != null && host != null && resource != null && fullJid != null;
        boolean jidAbsent = resource == null && fullJid == null;
        // An ended session keeps its JID, whole or not.
        if (bound && !jidComplete || !jidComplete && !jidAbsent
                || jidComplete && !bound && type != SessionType.C2S_DESTROYED) {
            throw new IllegalArgumentException("type " + type + " with full JID " + fullJid);
        }
        if (!bound && (presence != null || interested || rosterLoaded || detached)
                || presence == null && priority != 0) {
            throw new IllegalArgumentException("a property of a bound or an available session on another: " + type);
        }
    }

    /** A connection that was just accepted: {@code c2s_unauthed}, {@code notopen}, and nothing else set. */
    public static SessionState accepted(SessionConnection connection) {
        return new SessionState(Objects.requireNonNull(connection, "connection"), true, SessionType.C2S_UNAUTHED, null,
                null, null, null, 0, null, 0, false, false, false, false);
    }

    /** The host accepted a stream header. */
    public SessionState opened(String streamHost) {
        if (isDestroyed() || !notOpen) {
            return this;
        }
        return new SessionState(connection, false, type, username, streamHost, resource, fullJid, priority, presence,
                presenceLength, interested, rosterLoaded, detached, seeded);
    }

    /** The stream was reset without authentication: the client must send a new header. */
    public SessionState reset() {
        if (isDestroyed() || notOpen || isConnectedResource()) {
            return this;
        }
        return new SessionState(connection, true, type, username, host, resource, fullJid, priority, presence, presenceLength,
                interested, rosterLoaded, detached, seeded);
    }

    /**
     * SASL succeeded (RFC 6120 §6.4.6), which also resets the stream.
     *
     * @param user the node part of the JID; null for an anonymous user, whose name comes with the bind
     */
    public SessionState authenticated(String user) {
        if (type != SessionType.C2S_UNAUTHED) {
            return this;
        }
        return new SessionState(connection, true, SessionType.C2S_UNBOUND, user, host, null, null, 0, null, 0, false,
                false, false, seeded);
    }

    /**
     * A resource was bound (RFC 6120 §7.6). From a session that the host binds without SASL (XEP-0078) as well.
     *
     * @param withRoster whether the host has a roster for this user
     */
    public SessionState bound(String user, String domain, String boundResource, boolean withRoster) {
        if (isDestroyed() || isConnectedResource()) {
            return this;
        }
        return new SessionState(connection, false, SessionType.C2S, user, domain, boundResource,
                user + '@' + domain + '/' + boundResource, 0, null, 0, false, withRoster, false, seeded);
    }

    /** The client sent presence that counts as broadcast presence. */
    public SessionState updated(PresenceUpdate update) {
        if (!isConnectedResource() || presence == null && update.presence() == null) {
            return this;
        }
        return new SessionState(connection, notOpen, type, username, host, resource, fullJid, update.priority(),
                update.presence(), update.length(), interested, rosterLoaded, detached, seeded);
    }

    /** The client got its own roster. */
    public SessionState askedForRoster() {
        if (!isConnectedResource() || interested) {
            return this;
        }
        return new SessionState(connection, notOpen, type, username, host, resource, fullJid, priority, presence,
                presenceLength, true, rosterLoaded, detached, seeded);
    }

    /** The connection ended and the host keeps the session for the client to resume (XEP-0198 §5). */
    public SessionState detach() {
        if (!isConnectedResource() || detached) {
            return this;
        }
        return new SessionState(null, notOpen, type, username, host, resource, fullJid, priority, presence,
                presenceLength, interested, rosterLoaded, true, seeded);
    }

    /** The session has this connection now: it was resumed (XEP-0198 §5), or its connection became known. */
    public SessionState attached(SessionConnection newConnection) {
        if (isDestroyed() || connection == newConnection && !detached) {
            return this;
        }
        return new SessionState(Objects.requireNonNull(newConnection, "connection"), notOpen, type, username, host,
                resource, fullJid, priority, presence, presenceLength, interested, rosterLoaded, false, seeded);
    }

    /** The session ended. What identified it stays readable; nothing changes it any more. */
    public SessionState destroyed() {
        if (isDestroyed()) {
            return this;
        }
        return new SessionState(null, notOpen, SessionType.C2S_DESTROYED, username, host, resource, fullJid, 0, null, 0,
                false, false, false, seeded);
    }

    /** The same state of a session that was there before the plugin. */
    public SessionState asSeeded() {
        return new SessionState(connection, notOpen, type, username, host, resource, fullJid, priority, presence,
                presenceLength, interested, rosterLoaded, detached, true);
    }

    /** {@code username@host}; null before a resource is bound. */
    public String bareJid() {
        return resource == null ? null : username + '@' + host;
    }

    /** Whether {@link #presence()} is the whole stanza that the client sent. */
    public boolean isPresenceWhole() {
        return presence == null || presence.length() == presenceLength;
    }

    /** Whether the session ended. */
    public boolean isDestroyed() {
        return type == SessionType.C2S_DESTROYED;
    }

    /** Connected resource: a resource is bound (RFC 6120 §7.1). */
    public boolean isConnectedResource() {
        return type == SessionType.C2S;
    }

    /** Available resource: a connected resource that sent presence (RFC 6121 §4.2). */
    public boolean isAvailableResource() {
        return presence != null;
    }

    /** Interested resource: a connected resource that asked for its roster (RFC 6121 §2.2). */
    public boolean isInterestedResource() {
        return interested;
    }
}
