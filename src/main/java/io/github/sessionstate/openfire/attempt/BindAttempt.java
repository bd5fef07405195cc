package io.github.sessionstate.openfire.attempt;

import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.xmpp.packet.IQ;
import org.xmpp.packet.PacketError;

import io.github.sessionstate.binding.BindQueue;
import io.github.sessionstate.session.Session;

/**
 * One request for a resource (RFC 6120 §7), from the client's stanza to the answer: how far it has come, and what waits
 * for its end. Knows no host. Thread-safe.
 */
public final class BindAttempt implements BindQueue.Turn {
    /** For a host that neither binds nor answers: then the client may try again. */
    public static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Session session;
    private final Request request;
    private final Course course;
    private final String username;
    private final String bareJid;
    private final long start = System.nanoTime();
    // Written under the lock of this, as all below is.
    private volatile Stage stage = Stage.WAITING;
    private volatile String granted;
    private Future<?> limit;
    private Runnable whenAnswered;

    /** What asks for the resource, and is answered. */
    public interface Request {
        /** The resource that is asked for, prepared; null if the server is to choose. */
        String resource();

        /** Has the host bind this resource, or one of its own choice if null. */
        void grant(String resource);

        /**
         * Tells the client that it gets none.
         *
         * @param text for people; null for none
         */
        void refuse(PacketError.Condition condition, String text);

        /** Whether another resource than the one that is asked for is none. */
        default boolean isExact() {
            return false;
        }

        /** Whether it surely comes from the session that is told to ask. */
        default boolean isSessionSure() {
            return true;
        }

        /** Whether this is the answer to it. */
        default boolean isAnsweredBy(IQ iq) {
            return false;
        }
    }

    /** What is done for an attempt, by whoever takes it through. */
    public interface Course {
        /** Its turn, for which it had to wait, has come. */
        void begin(BindAttempt attempt);

        /** Runs the step on a thread that may block. */
        void onOwnThread(Runnable step);

        /** The host refuses it for a conflict. Whether it will be asked again, and the client must not be told. */
        boolean isAskedAgain(BindAttempt attempt);

        /** Its turn, which it had, is over. */
        void over(BindAttempt attempt);

        /** The client has its answer, or will get none. */
        void answered(BindAttempt attempt);
    }

    /** How far it has come. Each leads to the next, but may be left out. */
    public enum Stage {
        /** Others of its user come first, or there are too many. */
        WAITING,
        /** It has its turn: hooks are asked, the roster is loaded, it is decided, others make way. */
        PREPARING,
        /** The host was asked for the resource. */
        DELEGATED,
        /** The resource is bound, or will not be. Its turn is over. */
        OVER,
        /** The client has its answer, or will get none. */
        ANSWERED
    }

    /**
     * @param session  the session that asks
     * @param username whose resource it is; null for an anonymous user
     * @param request  what asks
     * @param course   what is done for it
     */
    public BindAttempt(Session session, String username, Request request, Course course) {
        this.session = session;
        this.request = request;
        this.course = course;
        // As the host will have it in the JID: with another spelling a directory may let the same user in.
        this.username = username == null ? null : username.toLowerCase(Locale.ROOT);
        this.bareJid = username == null ? null : this.username + '@' + session.state().host();
    }

    /** The session that asks. */
    public Session session() {
        return session;
    }

    /** What asks for the resource. */
    public Request request() {
        return request;
    }

    /** The node part of the JID; null for an anonymous user, whose name comes with the bind. */
    public String username() {
        return username;
    }

    /** The bare JID that a resource is asked for; null for an anonymous user. */
    @Override
    public String bareJid() {
        return bareJid;
    }

    /** In nanoseconds. */
    public long age() {
        return System.nanoTime() - start;
    }

    /** Whether this is the answer to it. */
    public boolean isAnsweredBy(IQ iq) {
        return request.isAnsweredBy(iq);
    }

    // ------------------------------------------------------------------ its course

    @Override
    public void begin() {
        course.begin(this);
    }

    /** How far it has come. */
    public Stage stage() {
        return stage;
    }

    /** It is its turn. False if it is over. */
    public synchronized boolean prepare(Future<?> limitOfAll) {
        boolean isItsTurn = advance(Stage.WAITING, Stage.PREPARING);
        if (isItsTurn) {
            limit = limitOfAll;
        } else {
            limitOfAll.cancel(false);
        }
        return isItsTurn;
    }

    /**
     * The host is about to be asked for a resource. False if it is over.
     *
     * @param resource null if it is to choose
     */
    public synchronized boolean delegate(String resource) {
        granted = resource;
        return advance(Stage.PREPARING, Stage.DELEGATED);
    }

    private boolean advance(Stage from, Stage to) {
        boolean isThere = stage == from;
        stage = isThere ? to : stage;
        return isThere;
    }

    /** The resource that the host was asked for; null if it is to choose, or has not been asked. */
    public String granted() {
        return granted;
    }

    /** The host refuses it for a conflict. Whether it will be asked again, and the client must not be told. */
    public boolean isAskedAgain() {
        return stage == Stage.DELEGATED && course.isAskedAgain(this);
    }

    /** Whether the client must not ask for another one yet. */
    public boolean isPending() {
        return stage.compareTo(Stage.OVER) < 0 && age() < LIMIT_NANOS;
    }

    /** The resource is bound, or will not be. False if this is known. */
    public boolean over() {
        Stage before;
        synchronized (this) {
            before = stage;
            stage = before.compareTo(Stage.OVER) < 0 ? Stage.OVER : before;
        }
        if (before == Stage.PREPARING || before == Stage.DELEGATED) {
            course.over(this);
        }
        return before.compareTo(Stage.OVER) < 0;
    }

    /** It is over, and the client has its answer, or will get none. */
    public void done() {
        over();
        answered();
    }

    // ------------------------------------------------------------------ its answer

    /**
     * Runs the step once the client has its answer, or will get none; at once if that is so.
     *
     * @param isLong whether it works on what waits. The thread that answers may be the host's, at something that comes
     *               before that.
     */
    public void afterAnswer(Runnable step, boolean isLong) {
        synchronized (this) {
            if (stage != Stage.ANSWERED) {
                whenAnswered = isLong ? () -> course.onOwnThread(step) : step;
                return;
            }
        }
        step.run();
    }

    /** The client has its answer, or will get none. Once. */
    public void answered() {
        Runnable step;
        synchronized (this) {
            if (stage == Stage.ANSWERED) {
                return;
            }
            stage = Stage.ANSWERED;
            step = whenAnswered;
            whenAnswered = null;
            if (limit != null) {
                limit.cancel(false);
            }
        }
        course.answered(this);
        if (step != null) {
            step.run();
        }
    }
}
