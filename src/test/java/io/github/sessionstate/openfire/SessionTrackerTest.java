package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.StreamID;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostCapabilities;
import io.github.sessionstate.openfire.host.HostLookup;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionTotals;
import io.github.sessionstate.session.XmppSession;

/** Ends on hosts that tell of them, and on those that do not. What else the tracker does is for the host tests. */
class SessionTrackerTest {
    /** How long the host's event may come late, in milliseconds, where it may never come and where it does. */
    private static final long SILENT = 20;
    private static final long TOLD = 500;

    private final StubServer server = new StubServer();
    private final ScheduledExecutorService executor = mock(ScheduledExecutorService.class);
    private final List<Long> delays = new ArrayList<>();
    private final List<Runnable> steps = new ArrayList<>();
    private final Set<SessionEventKind> told = EnumSet.noneOf(SessionEventKind.class);
    private final List<SessionEventKind> done = new ArrayList<>();
    private final List<SessionEvent> endings = new ArrayList<>();
    private final OpenfireRosters rosters = mock(OpenfireRosters.class);
    private final SessionRegistry registry = new SessionRegistry(rosters, Clock.systemUTC());
    private final SessionTotals ends = SessionRecords.of(registry).ends();
    private final SessionTracker tracker = new SessionTracker(
            new Host(HostCapabilities.of(new HostLookup()), executor, Runnable::run), registry, rosters,
            executor);

    @BeforeEach
    void keepEndings() {
        registry.addListener(event -> {
            if (event.kind() == SessionEventKind.DESTROYED) {
                endings.add(event);
            }
        });
    }

    @BeforeEach
    void keepWhatIsScheduled() {
        when(executor.schedule(any(Runnable.class), anyLong(), any(TimeUnit.class))).thenAnswer(call -> {
            steps.add(call.getArgument(0));
            delays.add(call.getArgument(1));
            return null;
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A session that the host has bound. */
    private LocalClientSession bound(String resource, boolean isDetached) {
        LocalClientSession session = hostSession(resource, isDetached);
        JID address = session.getAddress();
        when(server.routes.getClientRoute(address)).thenReturn(session);
        when(server.routes.getClientsRoutes(true)).thenReturn(List.of(session));
        tracker.takeInBound();
        return session;
    }

    private static LocalClientSession hostSession(String resource, boolean isDetached) {
        LocalClientSession session = mock(LocalClientSession.class);
        StreamID stream = mock(StreamID.class);
        JID address = new JID("john@example.org/" + resource);
        AuthToken token = new AuthToken("john");
        when(stream.getID()).thenReturn("stream-" + resource);
        when(session.getStreamID()).thenReturn(stream);
        when(session.getAddress()).thenReturn(address);
        when(session.getServerName()).thenReturn("example.org");
        when(session.getAuthToken()).thenReturn(token);
        when(session.getCreationDate()).thenReturn(new Date());
        when(session.getLastActiveDate()).thenReturn(new Date());
        when(session.getPresence()).thenReturn(new Presence());
        when(session.isDetached()).thenReturn(isDetached);
        return session;
    }

    private OpenfireSession ours(LocalClientSession hostSession) {
        return tracker.find(hostSession);
    }

    /** How it ended, as listeners were told. */
    private SessionEnd endOf(OpenfireSession session) {
        return endings.stream().filter(event -> event.session() == session.session()).findFirst().orElseThrow().end();
    }

    private void leavesTheHost(LocalClientSession session) {
        JID address = session.getAddress();
        when(server.routes.getClientRoute(address)).thenReturn(null);
        when(session.isClosed()).thenReturn(true);
    }

    private void runSteps() {
        List<Runnable> now = List.copyOf(steps);
        steps.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void whereTheHostTellsOfNoEndItIsFoundInItsTable() {
        LocalClientSession hostSession = bound("x", true);
        OpenfireSession session = ours(hostSession);
        assertThat(tracker.ends().isSilentAboutEnds()).isTrue();
        leavesTheHost(hostSession);

        tracker.ends().left(session);

        assertThat(delays).containsExactly(SILENT);
        assertThat(registry.byFullJid("john@example.org/x")).isPresent();
        runSteps();
        assertThat(registry.byFullJid("john@example.org/x")).isEmpty();
        assertThat(ends.ended(EndCause.DETACH_EXPIRED)).isEqualTo(1);
    }

    @Test
    void whereTheHostTellsItsEventHasTimeToCome() {
        LocalClientSession other = bound("other", false);
        tracker.ends().destroyed(other);
        LocalClientSession hostSession = bound("x", true);
        leavesTheHost(hostSession);
        assertThat(tracker.ends().isSilentAboutEnds()).isFalse();

        tracker.ends().left(ours(hostSession));

        assertThat(delays).containsExactly(TOLD);
    }

    @Test
    void whoClosesASessionIsToldOfItsEndAtOnce() {
        LocalClientSession hostSession = bound("x", false);
        doAnswer(call -> {
            call.<Runnable>getArgument(0).run();
            return null;
        }).when(executor).execute(any());
        CompletableFuture<CloseResult> closing =
                ours(hostSession).close(CloseReason.NONE, EndCause.CLOSED_BY_ADMIN).toCompletableFuture();
        assertThat(closing).isNotDone();

        tracker.ends().destroyed(hostSession);

        assertThat(closing).isCompletedWithValue(CloseResult.closed());
    }

    @Test
    void whoTakesTheSamePlaceIsTold() {
        OpenfireSession old = ours(bound("x", false));
        old.evidence().seenFromHost(SessionEnd.byError(EndCause.REPLACED, "conflict", "another"));

        LocalClientSession successor = hostSession("successor", false);
        XmppSession session = tracker.meet(successor).session();
        session.authenticated("john", false);
        session.bound("john", "example.org", "x", false);

        assertThat(endOf(old))
                .isEqualTo(new SessionEnd(EndCause.REPLACED, "conflict", "another", null, session.id()));
    }

    @Test
    void whatIsKnownOfAnotherCauseIsNotThatOfAReplacement() {
        OpenfireSession session = ours(bound("x", false));
        assertThat(session.replacedBy("y")).isEqualTo(SessionEnd.of(EndCause.REPLACED).replacedBy("y"));
        session.evidence().seen(SessionEnd.byError(EndCause.STREAM_ERROR, "reset", null));

        assertThat(session.replacedBy("y")).isEqualTo(SessionEnd.of(EndCause.REPLACED).replacedBy("y"));
    }

    @Test
    void theSessionThatWasResumedIsTold() {
        OpenfireSession resumed = ours(bound("x", true));
        OpenfireSession carrier = tracker.meet(hostSession("carrier", false));

        tracker.resumedAnother(carrier.hostSession(), resumed);

        assertThat(endOf(carrier))
                .isEqualTo(SessionEnd.of(EndCause.RESUMED).replacedBy(resumed.session().id()));
    }

    @Test
    void theEndOfTheServerIsNobodysDoing() {
        OpenfireSession session = ours(bound("x", false));
        session.close(new CloseReason("reset", "Bye", "admin"), EndCause.CLOSED_BY_ADMIN);

        tracker.ends().serverStopping();

        assertThat(endOf(session))
                .isEqualTo(SessionEnd.byError(EndCause.SERVER_SHUTDOWN, "reset", "Bye"));
    }

    /** Adds a listener that waits for another thread when it is first told of an event of this kind. */
    private void whenTold(SessionEventKind kind, Runnable onAnotherThread) {
        registry.addListener(event -> {
            if (event.kind() == kind && told.add(kind)) {
                CompletableFuture.runAsync(onAnotherThread).orTimeout(10, TimeUnit.SECONDS).join();
                done.add(kind);
            }
        });
    }

    @Test
    void aListenerMayWaitForAnotherSessionToBeTakenIn() {
        LocalClientSession other = hostSession("other", false);
        whenTold(SessionEventKind.CREATED, () -> tracker.meet(other));

        bound("x", false);

        assertThat(done).containsExactly(SessionEventKind.CREATED);
    }

    @Test
    void aBindIsNotDecidedByASessionThatEndedUntold() {
        LocalClientSession hostSession = bound("x", false);
        tracker.ends().endUntold("john@example.org");
        assertThat(registry.byFullJid("john@example.org/x")).as("the host has it").isPresent();

        leavesTheHost(hostSession);
        tracker.ends().endUntold("john@example.org");

        assertThat(registry.byFullJid("john@example.org/x")).isEmpty();
    }

    // The late end of one before it took its route, which is restored.
    @Test
    void aSessionThatOnlyLostItsRouteIsNotEnded() {
        LocalClientSession hostSession = bound("x", false);
        leavesTheHost(hostSession);
        when(hostSession.isClosed()).thenReturn(false);

        tracker.ends().endUntold("john@example.org");
        tracker.ends().left(ours(hostSession));
        runSteps();

        assertThat(registry.byFullJid("john@example.org/x")).isPresent();
    }

    @Test
    void aRouteThatALateEndTookFromTheSuccessorIsRestored() {
        LocalClientSession old = bound("x", false);
        OpenfireSession session = ours(old);
        leavesTheHost(old);
        tracker.ends().endUntold("john@example.org");
        LocalClientSession successor = mock(LocalClientSession.class);
        StreamID stream = mock(StreamID.class);
        JID address = old.getAddress();
        when(stream.getID()).thenReturn("stream-successor");
        when(successor.getStreamID()).thenReturn(stream);
        when(successor.getAddress()).thenReturn(address);
        when(successor.getServerName()).thenReturn("example.org");
        when(server.routes.getClientRoute(address)).thenReturn(successor);
        tracker.bound(successor);
        Session replacing = registry.byFullJid("john@example.org/x").orElseThrow();
        assertThat(replacing).isNotSameAs(session.session());

        // The host comes to the end of the old one, and goes by its address.
        leavesTheHost(old);
        runSteps();

        verify(server.routes, atLeastOnce()).addClientRoute(address, successor);
        verify(server.routes, never()).addClientRoute(address, old);
    }

    // Presence that the host was still at has put it back.
    @Test
    void aSessionThatIsBackInTheTableWhenItsEndIsToldIsTakenOut() {
        LocalClientSession hostSession = bound("x", false);
        JID address = hostSession.getAddress();
        when(hostSession.isClosed()).thenReturn(true);

        tracker.ends().destroyed(hostSession);

        verify(server.routes).removeClientRoute(address);
    }
}
