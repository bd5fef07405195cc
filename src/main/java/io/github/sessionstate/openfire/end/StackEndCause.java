package io.github.sessionstate.openfire.end;

import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;

/**
 * Tells why the host ends a session from who in the host called for it: the host's event of an end carries no reason,
 * but comes from within the call that ends the session. Asked once per end and only where nothing else tells: a bound
 * session pays nothing before. On 4.2.0, whose connections close on the thread that wants them closed, that is
 * most ends; 5.1.1 closes later, on another thread, and only the end of detached sessions is seen here.
 */
final class StackEndCause {
    private static final String HOST = "org.jivesoftware.openfire.";
    private static final String OURS = "io.github.sessionstate.";

    // What every end goes through. Whoever called the first of these that is not listed is the one who wanted it.
    private static final Map<String, Set<String>> ON_THE_WAY = Map.of(
            HOST + "SessionManager", Set.of("removeSession", "terminateDetached"),
            HOST + "SessionManager$ClientSessionListener", Set.of("onConnectionClose"),
            HOST + "nio.NIOConnection", Set.of("notifyCloseListeners", "close"),
            HOST + "net.VirtualConnection", Set.of("notifyCloseListeners", "close"),
            HOST + "http.HttpSession", Set.of("close"),
            HOST + "session.LocalSession", Set.of("close"),
            HOST + "session.LocalClientSession", Set.of("close"));
    // The first for an element that is no stanza, a stream error mostly; the second for one that cannot be read or worked
    // on, as stream errors whose prefix is declared in the header alone.
    private static final Set<String> AT_AN_ELEMENT =
            Set.of("net.StanzaHandler.process", "nio.ConnectionHandler.messageReceived");
    // So many are read from the stack at once; the one that is looked for is mostly among them.
    private static final StackWalker STACK = StackWalker.getInstance(Set.of(), 30);

    private StackEndCause() {
    }

    /** One method on the stack. Its name is asked for late: the JDK takes its time to find out. */
    record Frame(String type, Supplier<String> method) {
        private static Frame of(StackWalker.StackFrame frame) {
            return new Frame(frame.getClassName(), frame::getMethodName);
        }

        private boolean isOnTheWay() {
            if (type.startsWith(OURS) || type.startsWith(HOST + "event.")) {
                return true;
            }
            Set<String> methods = ON_THE_WAY.get(type);
            return methods != null && methods.contains(method.get());
        }

        /** As in the lists here; for what is not the host's, none that they have. */
        private String name() {
            return type.startsWith(HOST) ? type.substring(HOST.length()) + '.' + method.get() : type;
        }
    }

    /**
     * Asked on the thread and within the call in which the host tells of the end.
     *
     * @param inputIsBad  whether the host gave up reading what the client sent
     * @param byAnElement how the session ends if it is for what the client sent last, which the host is at
     * @return null if it cannot be told
     */
    static SessionEnd here(BooleanSupplier inputIsBad, Supplier<SessionEnd> byAnElement) {
        return STACK.walk(frames -> of(frames.map(Frame::of), inputIsBad, byAnElement));
    }

    /** @param frames the innermost first */
    static SessionEnd of(Stream<Frame> frames, BooleanSupplier inputIsBad, Supplier<SessionEnd> byAnElement) {
        Frame caller = frames.filter(frame -> !frame.isOnTheWay()).findFirst().orElse(null);
        if (caller == null) {
            return null;
        }
        if (AT_AN_ELEMENT.contains(caller.name())) {
            return byAnElement.get();
        }
        EndCause cause = causeOf(caller, inputIsBad);
        return cause == null ? null : SessionEnd.of(cause);
    }

    private static EndCause causeOf(Frame caller, BooleanSupplier inputIsBad) {
        // In a lambda, whose name says nothing.
        if (caller.type().equals(HOST + "session.RemoteSessionTask")) {
            // A bind that finds a detached session under its JID.
            return EndCause.REPLACED;
        }
        return switch (caller.name()) {
            case "SessionManager$DetachedCleanupTask.run" -> EndCause.DETACH_EXPIRED;
            case "handler.IQBindHandler.handleIQ" -> EndCause.REPLACED;
            case "nio.ConnectionHandler.sessionIdle", "http.HttpSessionManager$HttpSessionReaper.run" -> EndCause.IDLE;
            // A request of the type terminate.
            case "http.HttpSession.forwardRequest" -> EndCause.CLOSED_BY_CLIENT;
            case "nio.ConnectionHandler.sessionClosed" -> EndCause.CONNECTION_LOST;
            case "nio.ConnectionHandler.exceptionCaught" ->
                    inputIsBad.getAsBoolean() ? EndCause.STREAM_ERROR : EndCause.CONNECTION_LOST;
            default -> null;
        };
    }
}
