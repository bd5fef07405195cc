package io.github.sessionstate.openfire.attempt;

import java.util.Objects;
import java.util.function.Consumer;

import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

import io.github.sessionstate.text.Log;

/**
 * What one client sent behind its request for a resource, where no accept hook holds it back (BOSH, WebSocket): stanzas
 * that are stopped on their way into the host, and go in again once the request is answered. Thread-safe.
 */
public final class HeldStanzas {
    private static final Log LOG = Log.of(HeldStanzas.class);
    // More are not held, and overtake these: the host answers them as those of a session without a resource.
    private static final int MOST = 200;

    private final Consumer<Packet> route;
    private final HeldInput input = new HeldInput();
    // On its way into the host again.
    private volatile Packet passing;
    private volatile Stopped last;

    /** @param route has the host work on a stanza as if it came just now */
    public HeldStanzas(Consumer<Packet> route) {
        this.route = route;
    }

    /** The host answers a stanza that is stopped with an error, before this thread does anything else. */
    private record Stopped(Packet stanza, Thread on) {
    }

    /** From now on stanzas wait. */
    public void hold() {
        input.hold();
    }

    /** Those that wait go on, in their order, up to one that is a request for a resource again. */
    public void release() {
        input.release();
    }

    /** Whether nothing waits any more. */
    public boolean isOver() {
        return !input.isHolding();
    }

    /** Whether this stanza waited, and is on its way into the host again. */
    public boolean isPassing(Packet stanza) {
        return stanza == passing;
    }

    /**
     * Whether this stanza, which comes into the host, must not go on now.
     *
     * @param isKnown whether the host knows whose it is: only then it answers one that is stopped
     */
    public boolean stops(Packet stanza, boolean isKnown) {
        boolean isStopped = input.add(() -> pass(stanza), MOST);
        last = isStopped && isKnown && !(stanza instanceof Message) ? new Stopped(stanza, Thread.currentThread()) : null;
        return isStopped;
    }

    private void pass(Packet stanza) {
        passing = stanza;
        try {
            route.accept(stanza);
        } catch (RuntimeException | LinkageError e) {
            // Those behind it go on.
            LOG.warn("Could not route a stanza that was held behind a bind", e);
        }
        passing = null;
    }

    /** Whether this stanza, which goes to the client, is the host's answer to one that is only late. */
    public boolean isForStopped(Packet stanza) {
        Stopped stopped = last;
        if (stopped == null || stopped.on() != Thread.currentThread()
                || stopped.stanza() instanceof IQ != stanza instanceof IQ
                || !Objects.equals(stopped.stanza().getID(), stanza.getID())) {
            return false;
        }
        last = null;
        return true;
    }
}
