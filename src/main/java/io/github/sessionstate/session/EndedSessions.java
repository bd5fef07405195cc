package io.github.sessionstate.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions that ended during the last quarter of an hour, and those whose clients failed to log in. Bounded: at most
 * {@value #KEPT} whose clients had logged in and as many others, so that who only knocks at the door pushes out nobody;
 * and of both, no more than {@value #MAX_LENGTH} characters that clients chose. Thread-safe.
 */
public final class EndedSessions implements SessionListener {
    /** For so long they are kept. */
    public static final Duration LASTING = Duration.ofMinutes(15);

    static final int KEPT = 1_000;

    static final int MAX_LENGTH = 500_000;

    static final int MOST_ACCOUNTS = 10_000;

    private final InstantSource clock;
    // Accounts that are there no more, since when; the last one last.
    private final Map<String, Instant> gone = new LinkedHashMap<>();
    private final Shelf users = new Shelf();
    private final Shelf strangers = new Shelf();

    /** @param clock the server's */
    public EndedSessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Of one kind, by their ids, the oldest first. */
    private static final class Shelf {
        private final Map<String, EndedSession> sessions = new LinkedHashMap<>();
        private int length;

        void add(EndedSession ended) {
            // One that failed to log in does so again, or ends.
            remove(ended.id());
            sessions.put(ended.id(), ended);
            length += ended.length();
            Iterator<EndedSession> oldest = sessions.values().iterator();
            while (sessions.size() > KEPT || length > MAX_LENGTH && sessions.size() > 1) {
                length -= oldest.next().length();
                oldest.remove();
            }
        }

        void remove(String id) {
            EndedSession former = sessions.remove(id);
            length -= former == null ? 0 : former.length();
        }

        void clear() {
            sessions.clear();
            length = 0;
        }

        int removeOf(String username) {
            List<String> ids = sessions.values().stream().filter(ended -> isOf(ended, username)).map(EndedSession::id)
                    .toList();
            ids.forEach(this::remove);
            return ids.size();
        }

        // A client writes a name as it likes.
        private static boolean isOf(EndedSession ended, String username) {
            String claimed = ended.loginFailure().username();
            return username.equals(ended.state().username())
                    || claimed != null && claimed.strip().equalsIgnoreCase(username);
        }

        int removeCloser(String username) {
            int count = 0;
            for (Map.Entry<String, EndedSession> entry : sessions.entrySet()) {
                SessionEnd end = entry.getValue().end();
                if (end != null && end.isClosedBy(username)) {
                    entry.setValue(entry.getValue().withEnd(end.withoutCloser()));
                    count++;
                }
            }
            return count;
        }

        void removeBefore(Instant moment) {
            Iterator<EndedSession> oldest = sessions.values().iterator();
            while (oldest.hasNext()) {
                EndedSession ended = oldest.next();
                if (!ended.at().isBefore(moment)) {
                    return;
                }
                length -= ended.length();
                oldest.remove();
            }
        }
    }

    @Override
    public void sessionChanged(SessionEvent event) {
        if (event.kind() != SessionEventKind.DESTROYED && event.kind() != SessionEventKind.LOGIN_FAILED) {
            return;
        }
        EndedSession ended = EndedSession.of(event);
        synchronized (this) {
            if (isOfOneGone(ended)) {
                return;
            }
            strangers.remove(ended.id());
            (isStranger(ended) ? strangers : users).add(ended);
        }
    }

    private static boolean isStranger(EndedSession ended) {
        return ended.state().type() == SessionType.C2S_UNAUTHED;
    }

    /** A copy, the newest first. */
    public synchronized List<EndedSession> all() {
        expire();
        List<EndedSession> all = new ArrayList<>(users.sessions.values());
        all.addAll(strangers.sessions.values());
        all.sort(EndedSession.NEWEST_FIRST);
        return all;
    }

    /** How many there are. */
    public synchronized int size() {
        expire();
        return users.sessions.size() + strangers.sessions.size();
    }

    /** The session with this id, if it has ended; empty if it goes on, or ended too long ago. */
    public synchronized Optional<EndedSession> byId(String id) {
        expire();
        return Optional.ofNullable(users.sessions.getOrDefault(id, strangers.sessions.get(id)))
                .filter(ended -> ended.cause() != null);
    }

    /**
     * What was forgotten.
     *
     * @param sessions   sessions that ended, and logins that failed
     * @param references names in what is kept of others
     */
    public record Forgotten(int sessions, int references) {
    }

    /**
     * Forgets a user: the sessions that ended, logins that failed with the name, and the name where it says who closed the
     * session of somebody else. Sessions that go on are kept once they end.
     *
     * @param username as it stands in JIDs
     */
    public synchronized Forgotten forget(String username) {
        return new Forgotten(users.removeOf(username) + strangers.removeOf(username),
                users.removeCloser(username) + strangers.removeCloser(username));
    }

    /** An account is there no more, or another one of its name was made: what was before leaves nothing. */
    public synchronized void forgetAccount(String username) {
        forget(username);
        gone.remove(username);
        gone.put(username, clock.instant());
        if (gone.size() > MOST_ACCOUNTS) {
            gone.remove(gone.keySet().iterator().next());
        }
    }

    private boolean isOfOneGone(EndedSession ended) {
        Instant since = ended.state().username() == null ? null : gone.get(ended.state().username());
        return since != null && ended.loggedInSince().isBefore(since);
    }

    /** Forgets all; tells how many there were. */
    public synchronized int clear() {
        int all = users.sessions.size() + strangers.sessions.size();
        users.clear();
        strangers.clear();
        return all;
    }

    private void expire() {
        Instant oldest = clock.instant().minus(LASTING);
        users.removeBefore(oldest);
        strangers.removeBefore(oldest);
    }
}
