package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invariants 1 to 7 while threads make transitions of the same sessions at the same time, and after. */
class SessionRaceTest {
    private static final String DESK = "john@example.org/desk";

    private final Race race = new Race();
    private final Map<Session, List<SessionEvent>> told = new ConcurrentHashMap<>();
    private SessionRegistry registry = newRegistry();

    @AfterEach
    void endThreads() {
        race.close();
    }

    @Test
    void ofTwoBindsOfOneFullJidOneSessionRemainsInAllTables() {
        for (int round = 0; round < 1500; round++) {
            registry = newRegistry();
            XmppSession one = accepted();
            XmppSession two = accepted();

            List<Boolean> bound = race.run(List.of(() -> bindDesk(one), () -> bindDesk(two)));

            assertThat(bound).containsExactly(true, true);
            verifyAtQuiescence(List.of(one, two));
            assertThat(registry.counts().total()).isOne();
        }
    }

    @Test
    void aBindAndASeededSessionOfOneFullJidLeaveOne() {
        SessionState seed = SessionState.accepted(new StubConnection(1)).bound("john", "example.org", "desk", true);
        for (int round = 0; round < 1500; round++) {
            registry = newRegistry();
            XmppSession one = accepted();

            List<XmppSession> sessions = race.run(List.of(
                    () -> {
                        bindDesk(one);
                        return one;
                    },
                    () -> registry.seeded(new StubHost(), seed, StubClock.START, StubClock.START)));

            verifyAtQuiescence(sessions);
            assertThat(registry.counts().total()).isOne();
        }
    }

    @Test
    void aBindAndTheEndOfTheOldSessionLeaveTheNewOne() {
        for (int round = 0; round < 1500; round++) {
            registry = newRegistry();
            XmppSession old = accepted();
            bindDesk(old);
            XmppSession newcomer = accepted();

            race.run(List.of(() -> bindDesk(newcomer), () -> old.destroyed(SessionEnd.of(EndCause.CLOSED))));

            verifyAtQuiescence(List.of(old, newcomer));
            assertThat(registry.byFullJid(DESK)).containsSame(newcomer);
        }
    }

    @Test
    void aBindThatComesTooLateEndsNobody() {
        for (int round = 0; round < 1500; round++) {
            registry = newRegistry();
            XmppSession old = accepted();
            bindDesk(old);
            XmppSession newcomer = accepted();

            List<Boolean> bound = race.run(List.of(() -> bindDesk(newcomer), () -> {
                newcomer.destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
                return true;
            }));

            assertThat(old.state().isDestroyed()).isEqualTo(bound.get(0));
            verifyAtQuiescence(List.of(old, newcomer));
        }
    }

    @Test
    void oneSessionThatIsEndedByManyEndsOnce() {
        for (int round = 0; round < 800; round++) {
            registry = newRegistry();
            XmppSession session = accepted();
            bindDesk(session);

            List<Boolean> ended = race.run(List.of(() -> session.destroyed(SessionEnd.of(EndCause.CLOSED)),
                    () -> session.destroyed(SessionEnd.of(EndCause.REPLACED)),
                    () -> session.destroyed(SessionEnd.of(EndCause.CLOSED_BY_ADMIN))));

            assertThat(ended).containsOnlyOnce(true);
            verifyAtQuiescence(List.of(session));
        }
    }

    @Test
    void countsOfWhatDoesNotChangeStandStill() {
        XmppSession session = accepted();
        bindDesk(session);
        List<PresenceUpdate> updates = List.of(Presences.available(1), Presences.available(2));
        AtomicInteger busy = new AtomicInteger(1);

        // The reader only compares in its loop: it has to be quick to see what lasts for nanoseconds.
        Set<SessionCounts> odd = race.run(List.<Callable<Set<SessionCounts>>>of(
                () -> {
                    for (int i = 0; i < 200_000; i++) {
                        session.updated(updates.get(i % 2));
                    }
                    busy.decrementAndGet();
                    return Set.of();
                },
                () -> {
                    Set<SessionCounts> seen = new HashSet<>();
                    do {
                        SessionCounts counts = registry.counts();
                        if (counts.total() != 1 || counts.connected() != 1) {
                            seen.add(counts);
                        }
                    } while (busy.get() > 0);
                    return seen;
                })).get(1);

        assertThat(odd).isEmpty();
    }

    @Test
    void somebodyIsOnTopWhileSomebodyIsAvailable() {
        XmppSession steady = accepted();
        bindDesk(steady);
        steady.updated(Presences.available(1));
        XmppSession fickle = accepted();
        fickle.bound("john", "example.org", "phone", true);
        PresenceUpdate higher = Presences.available(2);
        UserSessions john = registry.byBareJid("john@example.org").orElseThrow();
        AtomicInteger busy = new AtomicInteger(1);

        int nobody = race.run(List.<Callable<Integer>>of(
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        fickle.updated(i % 2 == 0 ? higher : Presences.UNAVAILABLE);
                    }
                    return busy.decrementAndGet();
                },
                () -> {
                    int times = 0;
                    do {
                        times += john.topResources().isEmpty() ? 1 : 0;
                    } while (busy.get() > 0);
                    return times;
                })).get(1);

        assertThat(nobody).isZero();
    }

    @Test
    void randomTransitionsKeepStatesTablesAndEventsInOrder() {
        for (int round = 0; round < 12; round++) {
            registry = newRegistry();
            List<XmppSession> sessions = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++) {
                sessions.add(accepted());
            }
            AtomicInteger busy = new AtomicInteger(4);
            List<Callable<Object>> contenders = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(100L * round + thread);
                contenders.add(() -> {
                    try {
                        for (int i = 0; i < 1500; i++) {
                            act(random, sessions);
                        }
                    } finally {
                        busy.decrementAndGet();
                    }
                    return null;
                });
            }
            contenders.add(() -> {
                do {
                    verifyWhatAReaderSees();
                } while (busy.get() > 0);
                return null;
            });

            race.run(contenders);

            verifyAtQuiescence(sessions);
        }
    }

    // Few sessions at a time, so that threads meet on the same ones; an ended one makes room for the next.
    private void act(Random random, List<XmppSession> sessions) {
        int size = sessions.size();
        XmppSession session = sessions.get(size - 1 - random.nextInt(Math.min(4, size)));
        String resource = random.nextBoolean() ? "desk" : "phone";
        switch (random.nextInt(11)) {
            case 0 -> session.opened("example.org");
            case 1 -> session.reset();
            case 2 -> session.authenticated("john", true);
            case 3, 4 -> session.bound("john", "example.org", resource, true);
            case 5 -> session.updated(Presences.available(random.nextInt(5) - 2));
            case 6 -> session.updated(Presences.UNAVAILABLE);
            case 7 -> session.askedForRoster();
            case 8 -> session.detached();
            case 9 -> session.attached(new StubConnection(random.nextInt(3)));
            default -> {
                if (session.destroyed(SessionEnd.of(EndCause.CLOSED)) || session.state().isDestroyed()) {
                    sessions.add(random.nextBoolean() ? accepted() : registry.seeded(new StubHost(),
                            SessionState.accepted(new StubConnection(1)).bound("john", "example.org", resource, true)
                                    .updated(Presences.available(1)).askedForRoster(), StubClock.START, StubClock.START));
                }
            }
        }
    }

    private void verifyWhatAReaderSees() {
        for (Session session : registry.sessions()) {
            verify(session.state());
        }
        for (String resource : List.of("desk", "phone")) {
            String jid = "john@example.org/" + resource;
            registry.byFullJid(jid).ifPresent(s -> assertThat(s.state().fullJid()).isEqualTo(jid));
        }
        registry.byBareJid("john@example.org").ifPresent(john -> {
            assertThat(john.all()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(john.all().stream().map(s -> s.state().resource())).doesNotContainNull()
                    .doesNotHaveDuplicates();
        });
    }

    /** Invariants 1 and 2 in one state. */
    private static void verify(SessionState state) {
        boolean bound = state.type() == SessionType.C2S;
        boolean wasBound = bound || state.isDestroyed();
        assertThat(List.of(!state.isAvailableResource() || bound, !state.isInterestedResource() || bound,
                (state.fullJid() == null) == (state.resource() == null), state.resource() == null || wasBound,
                !bound || state.fullJid().equals(state.bareJid() + '/' + state.resource()),
                state.rosterLoaded() == bound, state.priority() == 0 || state.isAvailableResource(),
                (state.presence() != null) == state.isAvailableResource(), !state.detached() || state.connection() == null,
                !bound || !state.notOpen()))
                .as("%s", state).doesNotContain(false);
    }

    /** Invariants 1 to 5 and 7 when nobody makes transitions: tables and counters against a recount. */
    private void verifyAtQuiescence(List<XmppSession> all) {
        List<XmppSession> live = all.stream().filter(s -> !s.state().isDestroyed()).toList();
        List<XmppSession> bound = live.stream().filter(s -> s.state().isConnectedResource()).toList();
        all.forEach(s -> verify(s.state()));

        assertThat(registry.sessions()).containsExactlyInAnyOrderElementsOf(live);
        assertThat(bound.stream().map(s -> s.state().fullJid())).doesNotHaveDuplicates();
        for (XmppSession session : all) {
            SessionState state = session.state();
            assertThat(registry.byId(session.id()).isPresent()).isEqualTo(!state.isDestroyed());
            if (state.fullJid() != null) {
                assertThat(registry.byFullJid(state.fullJid())).isEqualTo(
                        bound.stream().filter(s -> s.state().fullJid().equals(state.fullJid())).findAny());
            }
        }
        Set<Session> ofJohn = registry.byBareJid("john@example.org").map(u -> new HashSet<>(u.all()))
                .orElse(new HashSet<>());
        assertThat(ofJohn).isEqualTo(new HashSet<>(bound));
        assertThat(registry.counts()).isEqualTo(new SessionCounts(live.size(),
                count(live, SessionState::notOpen),
                count(live, s -> s.type() == SessionType.C2S_UNAUTHED),
                count(live, s -> s.type() == SessionType.C2S_UNBOUND),
                count(live, s -> s.type() == SessionType.C2S),
                count(live, s -> s.presence() != null),
                count(live, SessionState::interested),
                count(live, SessionState::detached)));
        all.forEach(this::verifyEvents);
    }

    private static int count(List<XmppSession> sessions, Predicate<SessionState> predicate) {
        return (int) sessions.stream().map(XmppSession::state).filter(predicate).count();
    }

    private void verifyEvents(XmppSession session) {
        List<SessionEvent> events = told.get(session);
        List<SessionEventKind> kinds = events.stream().map(SessionEvent::kind).collect(Collectors.toList());
        assertThat(kinds).startsWith(SessionEventKind.CREATED).containsOnlyOnce(SessionEventKind.CREATED);
        if (session.state().isDestroyed()) {
            assertThat(kinds).endsWith(SessionEventKind.DESTROYED).containsOnlyOnce(SessionEventKind.DESTROYED);
        } else {
            assertThat(kinds).doesNotContain(SessionEventKind.DESTROYED);
        }
        for (int i = 1; i < events.size(); i++) {
            assertThat(events.get(i).before()).as("event %d of %s", i, events).isSameAs(events.get(i - 1).after());
        }
        assertThat(events.get(events.size() - 1).after()).isSameAs(session.state());
    }

    private SessionRegistry newRegistry() {
        told.clear();
        SessionRegistry fresh = new SessionRegistry(user -> List.of(), Clock.systemUTC());
        // Not a thread-safe list: the model promises that one thread at a time delivers for a session.
        fresh.addListener(e -> told.computeIfAbsent(e.session(), s -> new ArrayList<>()).add(e));
        return fresh;
    }

    private XmppSession accepted() {
        return registry.accepted(new StubHost(), new StubConnection(1));
    }

    private static boolean bindDesk(XmppSession session) {
        return session.bound("john", "example.org", "desk", true);
    }
}
