package io.github.sessionstate.openfire.attempt;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.xmpp.packet.IQ;

import io.github.sessionstate.binding.BindQueue;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.Session;

/**
 * One request for a resource (RFC 6120 §7), from the client's stanza to the answer: how far it has come, and what waits
 * for its end. Knows no host. Thread-safe.
 */
public final class BindAttempt implements BindQueue.Turn {
    // For a host that neither binds nor answers: then the client may try again.
    public static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Session session;
    private final IQ request;
    private final Course course;
    private final String username;
    private final String user;
    private final long start = System.nanoTime();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile IQ asked;
    // Guarded by this.
    private Future<?> limit;
    private boolean answered;
    private Runnable whenAnswered;

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

    /** How far it has come: it has its turn in the stages between the first and the last. */
    private enum Stage {
        WAITING, PREPARING, DELEGATED, OVER
    }

    /**
     * @param session the session that asks
     * @param request as the client sent it
     * @param course  what is done for it
     */
    public BindAttempt(Session session, IQ request, Course course) {
        SessionState state = session.state();
        this.session = session;
        this.request = request;
        this.course = course;
        // As the host will have it in the JID: with another spelling a directory may let the same user in.
        this.username = state.username() == null ? null : state.username().toLowerCase(Locale.ROOT);
        this.user = username == null ? null : username + '@' + state.host();
    }

    public Session session() {
        return session;
    }

    public IQ request() {
        return request;
    }

    /** The node part of the JID; null for an anonymous user, whose name comes with the bind. */
    public String username() {
        return username;
    }

    /** The bare JID that a resource is asked for; null for an anonymous user. */
    @Override
    public String user() {
        return user;
    }

    /** In nanoseconds. */
    public long age() {
        return System.nanoTime() - start;
    }

    /** Whether this is the answer to it. */
    public boolean isAnsweredBy(IQ iq) {
        return iq.isResponse() && Objects.equals(iq.getID(), request.getID());
    }

    // ------------------------------------------------------------------ its course

    @Override
    public void begin() {
        course.begin(this);
    }

    /** It is its turn. False if it is over. */
    public boolean prepare(Future<?> limitOfAll) {
        synchronized (this) {
            limit = limitOfAll;
        }
        return stage.compareAndSet(Stage.WAITING, Stage.PREPARING);
    }

    /**
     * The host is about to be asked for the resource. False if it is over.
     *
     * @param what the request as the host is to see it
     */
    public boolean delegate(IQ what) {
        asked = what;
        return stage.compareAndSet(Stage.PREPARING, Stage.DELEGATED);
    }

    public boolean isDelegated() {
        return stage.get() == Stage.DELEGATED;
    }

    /** What the host was asked; null if it has not been asked. */
    public IQ asked() {
        return asked;
    }

    /** The host refuses it for a conflict. Whether it will be asked again, and the client must not be told. */
    public boolean isAskedAgain() {
        return isDelegated() && course.isAskedAgain(this);
    }

    /** Whether the client must not ask for another one yet. */
    public boolean isPending() {
        return stage.get() != Stage.OVER && age() < LIMIT_NANOS;
    }

    /** The resource is bound, or will not be. False if this is known. */
    public boolean over() {
        Stage before = stage.getAndSet(Stage.OVER);
        if (before == Stage.PREPARING || before == Stage.DELEGATED) {
            course.over(this);
        }
        return before != Stage.OVER;
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
            if (!answered) {
                whenAnswered = isLong ? () -> course.onOwnThread(step) : step;
                return;
            }
        }
        step.run();
    }

    /** The client has its answer, or will get none. */
    public void answered() {
        Runnable step;
        synchronized (this) {
            answered = true;
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
