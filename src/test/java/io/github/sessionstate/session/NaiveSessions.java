package io.github.sessionstate.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The session model once more, as simple as it can be: one list of everything that ever was, and every answer counted
 * from it anew. Slow, single-threaded, and written from the conformance notes, not from the real one.
 */
final class NaiveSessions {
    final List<Naive> all = new ArrayList<>();
    /** What listeners have to hear, such as {@code "s0 BOUND"}. */
    final List<String> told = new ArrayList<>();
    private int binds;

    /** One session. */
    static final class Naive {
        final int number;
        SessionConnection connection;
        boolean open;
        boolean authenticated;
        boolean bound;
        boolean ended;
        String user;
        String host;
        String resource;
        String presence;
        int priority;
        boolean interested;
        boolean roster;
        boolean detached;
        boolean seeded;
        int boundAt;

        Naive(int number, SessionConnection connection) {
            this.number = number;
            this.connection = connection;
        }

        boolean is(String someUser, String someHost, String someResource) {
            return Objects.equals(user, someUser) && Objects.equals(host, someHost)
                    && Objects.equals(resource, someResource);
        }

        String type() {
            return ended ? "c2s_destroyed" : bound ? "c2s" : authenticated ? "c2s_unbound" : "c2s_unauthed";
        }

        String fullJid() {
            return resource == null ? null : user + "@" + host + "/" + resource;
        }

        @Override
        public String toString() {
            return "s" + number;
        }
    }

    // ------------------------------------------------------------------ what happens

    Naive accept(SessionConnection connection) {
        Naive s = new Naive(all.size(), connection);
        all.add(s);
        tell(s, "CREATED");
        return s;
    }

    /** A session that is bound already. */
    Naive seed(SessionConnection connection, String user, String host, String resource, PresenceUpdate presence) {
        Naive s = new Naive(all.size(), connection);
        endHolderOf(user, host, resource);
        all.add(s);
        s.seeded = true;
        s.interested = true;
        bindTo(s, user, host, resource, true);
        s.presence = presence.presence();
        s.priority = presence.priority();
        tell(s, "CREATED");
        return s;
    }

    boolean open(Naive s, String host) {
        if (s.ended || s.open) {
            return false;
        }
        s.open = true;
        s.host = host;
        return tell(s, "OPENED");
    }

    boolean reset(Naive s) {
        if (s.ended || s.bound || !s.open) {
            return false;
        }
        s.open = false;
        return tell(s, "RESET");
    }

    boolean authenticate(Naive s, String user) {
        if (s.ended || s.bound || s.authenticated) {
            return false;
        }
        s.authenticated = true;
        s.user = user;
        s.open = false;
        return tell(s, "AUTHENTICATED");
    }

    boolean bind(Naive s, String user, String host, String resource, boolean roster) {
        if (s.ended || s.bound) {
            return false;
        }
        endHolderOf(user, host, resource);
        bindTo(s, user, host, resource, roster);
        return tell(s, "BOUND");
    }

    boolean available(Naive s, String xml, int priority) {
        if (s.ended || !s.bound) {
            return false;
        }
        s.presence = xml;
        s.priority = priority;
        return tell(s, "PRESENCE");
    }

    boolean unavailable(Naive s) {
        if (s.presence == null) {
            return false;
        }
        s.presence = null;
        s.priority = 0;
        return tell(s, "PRESENCE");
    }

    boolean askForRoster(Naive s) {
        if (s.ended || !s.bound || s.interested) {
            return false;
        }
        s.interested = true;
        return tell(s, "INTERESTED");
    }

    boolean detach(Naive s) {
        if (s.ended || !s.bound || s.detached) {
            return false;
        }
        s.detached = true;
        s.connection = null;
        return tell(s, "DETACHED");
    }

    boolean attach(Naive s, SessionConnection connection) {
        if (s.ended || s.connection == connection) {
            return false;
        }
        s.detached = false;
        s.connection = connection;
        return tell(s, "ATTACHED");
    }

    boolean end(Naive s, EndCause cause) {
        if (s.ended) {
            return false;
        }
        s.ended = true;
        s.connection = null;
        s.presence = null;
        s.priority = 0;
        s.interested = false;
        s.roster = false;
        s.detached = false;
        return tell(s, "DESTROYED " + cause);
    }

    private void endHolderOf(String user, String host, String resource) {
        bound(user, host).stream().filter(other -> other.is(user, host, resource)).toList()
                .forEach(other -> end(other, EndCause.REPLACED));
    }

    private void bindTo(Naive s, String user, String host, String resource, boolean roster) {
        s.bound = true;
        s.open = true;
        s.user = user;
        s.host = host;
        s.resource = resource;
        s.roster = roster;
        s.boundAt = binds++;
    }

    private boolean tell(Naive s, String what) {
        told.add(s + " " + what);
        return true;
    }

    // ------------------------------------------------------------------ what there is

    List<Naive> live() {
        return all.stream().filter(s -> !s.ended).toList();
    }

    /** In the order in which they bound. */
    List<Naive> bound(String user, String host) {
        return live().stream().filter(s -> s.bound && user.equals(s.user) && host.equals(s.host))
                .sorted(Comparator.comparingInt(s -> s.boundAt)).toList();
    }

    List<Naive> top(String user, String host) {
        List<Naive> candidates = bound(user, host).stream().filter(s -> s.presence != null && s.priority >= 0).toList();
        return candidates.stream().filter(s -> candidates.stream().noneMatch(o -> o.priority > s.priority)).toList();
    }

    SessionCounts counts() {
        return new SessionCounts(live().size(), count(s -> !s.open), count(s -> s.type().equals("c2s_unauthed")),
                count(s -> s.type().equals("c2s_unbound")), count(s -> s.type().equals("c2s")),
                count(s -> s.presence != null), count(s -> s.interested), count(s -> s.detached));
    }

    private int count(Predicate<Naive> predicate) {
        return (int) live().stream().filter(predicate).count();
    }
}
