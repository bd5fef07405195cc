package io.github.sessionstate.session;

import java.util.Objects;

/**
 * All properties of a session at one moment. Immutable; every transition gives a new one, or the same one if nothing
 * changes. A transition that the life cycle does not know at this point changes nothing.
 *
 * @param connection   the reference's {@code conn}; null while detached (XEP-0198) and after the end
 * @param lastAddress  where the client was connected from before it detached; null unless it is detached, and if that is
 *                     not known
 * @param notOpen      true from TCP accept to the stream header, and again from each reset of the stream (SASL success,
 *                     STARTTLS, compression: RFC 6120 §4.3.3) to the restarted header
 * @param type         how far the session has come; never null
 * @param address      whose session it is, as far as that is known; never null
 * @param broadcast    the last presence that counts as broadcast presence; never null
 * @param interested   whether the client asked for its own roster (RFC 6121 §2.2)
 * @param rosterLoaded whether the session has a roster (RFC 6121 §2.1)
 * @param seeded       whether the session was there before the plugin, so that part of its past is assumed
 */
public record SessionState(SessionConnection connection, ClientAddress lastAddress, boolean notOpen, SessionType type,
                           Address address, PresenceUpdate broadcast, boolean interested, boolean rosterLoaded,
                           boolean seeded) {

    /**
     * The parts of the client's JID.
     *
     * @param username node part; null before SASL success (for anonymous users: before the bind)
     * @param host     domain part; null before the first stream header
     * @param resource resource part; null before the bind
     * @param fullJid  the three as {@code username@host/resource}; null before the bind
     */
    public record Address(String username, String host, String resource, String fullJid) {
        /** @throws IllegalArgumentException if there is only part of what a bind gives */
        public Address {
            boolean isBound = username != null && host != null && resource != null && fullJid != null;
            if (!isBound && (resource != null || fullJid != null)) {
                throw new IllegalArgumentException("full JID " + fullJid + " of " + username + ", " + resource);
            }
        }

        /** What a bind gives. */
        public static Address of(String username, String host, String resource) {
            return new Address(username, host, resource, username + '@' + host + '/' + resource);
        }
    }

    /**
     * Most callers want {@link #accepted} and the transitions from there, which only lead to states that can be.
     *
     * @throws IllegalArgumentException if the components contradict each other, such as a full JID before the bind
     */
    public SessionState {
        boolean isBound = type == SessionType.C2S;
        boolean isDead = type == SessionType.C2S_DESTROYED;
        // An ended session keeps its JID, whole or not.
        if (isBound ? address.fullJid() == null : address.fullJid() != null && !isDead) {
            throw new IllegalArgumentException("type " + type + " with full JID " + address.fullJid());
        }
        if (!isBound && (broadcast.presence() != null || interested || rosterLoaded
                || connection == null && !isDead)) {
            throw new IllegalArgumentException("a property of a bound session on another: " + type);
        }
    }

    /** A connection that was just accepted: {@code c2s_unauthed}, {@code notopen}, and nothing else set. */
    public static SessionState accepted(SessionConnection connection) {
        return new SessionState(Objects.requireNonNull(connection, "connection"), null, true, SessionType.C2S_UNAUTHED,
                new Address(null, null, null, null), PresenceUpdate.UNAVAILABLE, false, false, false);
    }

    /** The server accepted a stream header. */
    public SessionState opened(String streamHost) {
        return isDestroyed() || !notOpen ? this
                : next(false, type, new Address(username(), streamHost, resource(), fullJid()), broadcast, interested,
                rosterLoaded);
    }

    /** The stream was reset without authentication: the client must send a new header. */
    public SessionState reset() {
        return isDestroyed() || notOpen || isConnectedResource() ? this
                : next(true, type, address, broadcast, interested, rosterLoaded);
    }

    /**
     * SASL succeeded (RFC 6120 §6.4.6).
     *
     * @param user     the node part of the JID; null for an anonymous user, whose name comes with the bind
     * @param isReset  whether that resets the stream, as it does but for SASL2 (XEP-0388 §2.6)
     */
    public SessionState authenticated(String user, boolean isReset) {
        return type != SessionType.C2S_UNAUTHED ? this
                : next(notOpen || isReset, SessionType.C2S_UNBOUND, new Address(user, host(), null, null), broadcast,
                false, false);
    }

    /**
     * A resource was bound (RFC 6120 §7.6). From a session that the server binds without SASL (XEP-0078) as well.
     *
     * @param withRoster whether the server has a roster for this user
     */
    public SessionState bound(String user, String domain, String boundResource, boolean withRoster) {
        return isDestroyed() || isConnectedResource() ? this
                : next(false, SessionType.C2S, Address.of(user, domain, boundResource), broadcast, false, withRoster);
    }

    /** The client sent presence that counts as broadcast presence. */
    public SessionState updated(PresenceUpdate update) {
        return !isConnectedResource() || !isAvailableResource() && update.presence() == null ? this
                : next(notOpen, type, address, update.after(broadcast), interested, rosterLoaded);
    }

    /** The client got its own roster. */
    public SessionState askedForRoster() {
        return !isConnectedResource() || interested ? this
                : next(notOpen, type, address, broadcast, true, rosterLoaded);
    }

    /** The connection ended and the server keeps the session for the client to resume (XEP-0198 §5). */
    public SessionState detach() {
        return !isConnectedResource() || detached() ? this
                : new SessionState(null, ClientAddress.of(connection), notOpen, type, address, broadcast, interested,
                rosterLoaded, seeded);
    }

    /** The session has this connection now: it was resumed (XEP-0198 §5), or its connection became known. */
    public SessionState attached(SessionConnection newConnection) {
        return isDestroyed() || connection == Objects.requireNonNull(newConnection, "connection") ? this
                : new SessionState(newConnection, null, notOpen, type, address, broadcast, interested, rosterLoaded,
                seeded);
    }

    /** The session ended. What identified it stays readable; nothing changes it any more. */
    public SessionState destroyed() {
        return isDestroyed() ? this
                : new SessionState(null, null, notOpen, SessionType.C2S_DESTROYED, address, PresenceUpdate.UNAVAILABLE,
                false, false, seeded);
    }

    /** The same state of a session that was there before the plugin. */
    public SessionState asSeeded() {
        return new SessionState(connection, lastAddress, notOpen, type, address, broadcast, interested, rosterLoaded,
                true);
    }

    // On the same connection.
    private SessionState next(boolean isNotOpen, SessionType itsType, Address itsAddress, PresenceUpdate presence,
                              boolean isInterested, boolean isRosterLoaded) {
        return new SessionState(connection, lastAddress, isNotOpen, itsType, itsAddress, presence, isInterested,
                isRosterLoaded, seeded);
    }

    /** How the client is connected, or was before it detached; null if that is not known. */
    public String transport() {
        return connection != null ? connection.transport() : lastAddress == null ? null : lastAddress.transport();
    }

    /** The IP address that the client is connected from, or was before it detached; null if that is not known. */
    public String ip() {
        return connection != null ? connection.ip() : lastAddress == null ? null : lastAddress.ip();
    }

    /** The port to that; 0 if it is not known. */
    public int port() {
        return connection != null ? connection.port() : lastAddress == null ? 0 : lastAddress.port();
    }

    public String username() {
        return address.username();
    }

    public String host() {
        return address.host();
    }

    public String resource() {
        return address.resource();
    }

    public String fullJid() {
        return address.fullJid();
    }

    /** {@code username@host}; null before a resource is bound. */
    public String bareJid() {
        return resource() == null ? null : username() + '@' + host();
    }

    /** Priority of the presence; 0 without presence. */
    public int priority() {
        return broadcast.priority();
    }

    /** XML of the presence as the client sent it, empty if that is long; null without presence. */
    public String presence() {
        return broadcast.presence();
    }

    /** See {@link PresenceUpdate#length()}; 0 without presence. */
    public int presenceLength() {
        return broadcast.length();
    }

    /** Whether the client is gone and may still resume the session (XEP-0198 §5). */
    public boolean detached() {
        return connection == null && isConnectedResource();
    }

    /** Whether {@link #presence()} is the whole stanza that the client sent. */
    public boolean isPresenceWhole() {
        return presence() == null || presence().length() == presenceLength();
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
        return presence() != null;
    }

    /** Interested resource: a connected resource that asked for its roster (RFC 6121 §2.2). */
    public boolean isInterestedResource() {
        return interested;
    }
}
