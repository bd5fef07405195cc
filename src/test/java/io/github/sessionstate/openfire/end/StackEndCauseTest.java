package io.github.sessionstate.openfire.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.openfire.end.StackEndCause.Frame;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;

/** What calls lead to an end, as they were seen on the hosts; that the hosts call so is for the host tests. */
class StackEndCauseTest {
    private static final String HOST = "org.jivesoftware.openfire.";
    private static final SessionEnd OF_AN_ELEMENT =
            SessionEnd.byError(EndCause.STREAM_ERROR, "reset", "of the element");

    @ParameterizedTest
    @CsvSource({
        "nio.ConnectionHandler.sessionIdle, IDLE",
        "nio.ConnectionHandler.sessionClosed, CONNECTION_LOST",
        "nio.ConnectionHandler.exceptionCaught, CONNECTION_LOST",
        "session.LocalSession.close < handler.IQBindHandler.handleIQ, REPLACED",
        "session.LocalSession.close < some.page_jsp._jspService < nio.ConnectionHandler.sessionIdle,",
        "nio.NIOConnection.deliver < net.StanzaHandler.process,",
    })
    void closeOfAConnectionIsForWhoCalledIt(String callers, EndCause cause) {
        assertThat(ofClose(callers, false)).isEqualTo(cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "nio.ConnectionHandler.messageReceived",
        "session.LocalSession.close < net.StanzaHandler.process",
    })
    void closeOverAnElementIsAsTheElementSays(String callers) {
        assertThat(endOf("nio.NIOConnection.close < " + callers, false)).isSameAs(OF_AN_ELEMENT);
    }

    /** On hosts that close such a session where that is wanted. */
    @ParameterizedTest
    @CsvSource({
        "http.HttpSession.forwardRequest, CLOSED_BY_CLIENT",
        "http.HttpSessionManager$HttpSessionReaper.run, IDLE",
        "http.HttpBindServlet.sendError,",
    })
    void closeOfASessionOnBoshAlike(String caller, EndCause cause) {
        assertThat(of("SessionManager.removeSession < SessionManager$ClientSessionListener.onConnectionClose"
                + " < net.VirtualConnection.notifyCloseListeners < net.VirtualConnection.close"
                + " < http.HttpSession.close < " + caller, false)).isEqualTo(cause);
    }

    @Test
    void exceptionOfInputThatIsBadIsAStreamError() {
        assertThat(ofClose("nio.ConnectionHandler.exceptionCaught", true)).isEqualTo(EndCause.STREAM_ERROR);
    }

    @Test
    void detachedSessionsEndByTheHostsTask() {
        assertThat(of("SessionManager.removeSession < SessionManager$DetachedCleanupTask.run", false))
                .isEqualTo(EndCause.DETACH_EXPIRED);
        assertThat(of("SessionManager.removeSession < SessionManager.terminateDetached"
                + " < SessionManager$DetachedCleanupTask.run", false)).isEqualTo(EndCause.DETACH_EXPIRED);
    }

    @Test
    void detachedSessionEndsByANewBind() {
        assertThat(of("SessionManager.removeSession < SessionManager.terminateDetached"
                + " < session.RemoteSessionTask.lambda$run$1", false)).isEqualTo(EndCause.REPLACED);
    }

    @Test
    void anotherPluginThatClosesTellsNothing() {
        Frame close = frame("session.LocalSession.close");
        Frame plugin = new Frame("com.example.Kicker", () -> "kick");
        Frame idle = frame("nio.ConnectionHandler.sessionIdle");

        assertThat(StackEndCause.of(Stream.of(close, plugin, idle), () -> false, () -> OF_AN_ELEMENT)).isNull();
    }

    @Test
    void whoIsNotKnownTellsNothing() {
        assertThat(of("SessionManager.removeSession < SessionManager.terminateDetached < SomeTask.run", false)).isNull();
        assertThat(StackEndCause.here(() -> false, () -> OF_AN_ELEMENT)).isNull();
    }

    private static EndCause ofClose(String callers, boolean inputIsBad) {
        return of("SessionManager.removeSession < SessionManager.removeSession"
                + " < SessionManager$ClientSessionListener.onConnectionClose"
                + " < nio.NIOConnection.notifyCloseListeners < nio.NIOConnection.close < " + callers, inputIsBad);
    }

    private static EndCause of(String calls, boolean inputIsBad) {
        SessionEnd end = endOf(calls, inputIsBad);
        if (end == null) {
            return null;
        }
        assertThat(end).as("nothing but the cause").isEqualTo(SessionEnd.of(end.cause()));
        return end.cause();
    }

    private static SessionEnd endOf(String calls, boolean inputIsBad) {
        List<Frame> frames = new ArrayList<>(List.of(
                new Frame("io.github.sessionstate.openfire.SessionTracker", () -> "destroyed"),
                frame("event.SessionEventDispatcher.dispatchEvent")));
        for (String call : calls.split(" < ")) {
            frames.add(frame(call));
        }
        return StackEndCause.of(frames.stream(), () -> inputIsBad, () -> OF_AN_ELEMENT);
    }

    private static Frame frame(String call) {
        int dot = call.lastIndexOf('.');
        return new Frame(HOST + call.substring(0, dot), () -> call.substring(dot + 1));
    }
}
