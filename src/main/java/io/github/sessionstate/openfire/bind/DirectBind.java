package io.github.sessionstate.openfire.bind;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.session.Session;

/**
 * A bind that comes by no stanza: the thread that is at it waits for what is decided. It gets the resource that is
 * asked for or none, as the caller has chosen that for the client. For one thread, but for the decision.
 */
final class DirectBind implements BindAttempt.Request {
    private final CompletableFuture<Boolean> isGranted = new CompletableFuture<>();
    private final long start = System.nanoTime();
    // Null until the host has said what it binds.
    private volatile JID fullJid;
    // Null if nothing is decided here.
    private BindAttempt attempt;
    private volatile boolean isSessionSure;
    private boolean isDeciding;
    private boolean isRefused;

    @Override
    public String resource() {
        return fullJid.getResource();
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public boolean isSessionSure() {
        return isSessionSure;
    }

    @Override
    public void grant(String resource) {
        isGranted.complete(true);
    }

    @Override
    public void refuse(PacketError.Condition condition, String text) {
        isGranted.complete(false);
    }

    /** The host has said what it binds. False if it had before. */
    boolean begin(JID asked) {
        boolean isFirst = fullJid == null;
        fullJid = isFirst ? asked : fullJid;
        return isFirst;
    }

    /**
     * Takes it through its turn up to the decision, and waits for that.
     *
     * @param isSure whether it is surely this session that binds
     */
    void decide(Session session, boolean isSure, BindProcess process) {
        isSessionSure = isSure;
        attempt = new BindAttempt(session, fullJid.getNode(), this, process);
        isDeciding = true;
        try {
            process.bind(attempt);
            isRefused = !isGranted.get(left(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isRefused = true;
        } catch (ExecutionException | TimeoutException e) {
            isRefused = true;
        } finally {
            isDeciding = false;
        }
    }

    private long left() {
        return BindAttempt.LIMIT_NANOS - (System.nanoTime() - start);
    }

    /** Whether it waited so long for its thread that whoever asked has given it up. */
    boolean isOverdue() {
        return left() <= 0;
    }

    /** Whether this user's resource is asked for. */
    boolean isOf(String username) {
        JID asked = fullJid;
        return asked != null && username.equals(asked.getNode());
    }

    /** The host must not bind it; nobody is asked. */
    void refuse() {
        isRefused = true;
    }

    /** Whether its thread asks the host on our behalf. */
    boolean isDeciding() {
        return isDeciding;
    }

    /** Whether it was decided here. */
    boolean isDecided() {
        return attempt != null;
    }

    /** Whether the host must not bind it. */
    boolean isRefused() {
        return isRefused;
    }

    /** The resource is bound, or will not be, and the client has been told. */
    void done() {
        if (attempt != null) {
            attempt.done();
        }
    }
}
