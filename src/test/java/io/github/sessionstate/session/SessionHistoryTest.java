package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

import io.github.sessionstate.session.NaiveSessions.Naive;

/** Invariants 1 to 7 over random histories of several sessions and users, step by step against {@link NaiveSessions}. */
class SessionHistoryTest {
    static final List<String> USERS = List.of("john", "jane");
    static final List<String> HOSTS = List.of("example.org", "example.net");
    static final List<String> RESOURCES = List.of("desk", "phone", "Desk");
    // The model tells connections apart by identity.
    private static final List<StubConnection> CONNECTIONS = IntStream.range(0, 4).mapToObj(StubConnection::new).toList();
    private static final Map<String, Integer> PRIORITIES = Map.of("0", 0, "5", 5, "-1", -1, "+7", 7, "500", 127, "x", 0);

    // The edge cases of a history are its shortest ones, which are the dullest.
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theModelIsRightAfterEveryStep(@ForAll("histories") List<Step> history) {
        TwinModels world = new TwinModels();
        List<String> past = new ArrayList<>();
        for (Step step : history) {
            past.add(past.size() + ". " + step.describe(world));
            try {
                assertThat(step.onReal(world)).as("changed something").isEqualTo(step.onNaive(world));
                world.verify();
            } catch (AssertionError e) {
                throw new AssertionError("after\n  " + String.join("\n  ", past) + "\n" + e.getMessage(), e);
            }
        }
        world.verifyCommandsOnEndedSessions();
        // Histories that never get to the hard parts would prove nothing.
        cover("a session was replaced", world.wasTold("DESTROYED replaced"));
        cover("presence was sent", world.wasTold("PRESENCE"));
        cover("a session was resumed", world.wasTold("ATTACHED"));
    }

    private static void cover(String what, boolean happened) {
        Statistics.label(what).collect(happened);
        Statistics.label(what).coverage(c -> c.check(true).percentage(p -> p > 15));
    }

    // ------------------------------------------------------------------ steps

    /** One thing that happens. The session it happens to is picked among all that ever were. */
    private sealed interface Step {
        /** Does it to the real model; whether that changed anything. */
        boolean onReal(TwinModels world);

        /** Does it to the naive model; whether that changed anything. */
        boolean onNaive(TwinModels world);

        default String describe(TwinModels world) {
            return toString();
        }
    }

    private record Accept(int connection) implements Step {
        @Override
        public boolean onReal(TwinModels world) {
            world.add(world.registry.accepted(world.nextHost(), CONNECTIONS.get(connection)));
            return true;
        }

        @Override
        public boolean onNaive(TwinModels world) {
            world.naive.accept(CONNECTIONS.get(connection));
            return true;
        }
    }

    private record Seed(int connection, String user, String host, String resource, String priority) implements Step {
        @Override
        public boolean onReal(TwinModels world) {
            SessionState state = SessionState.accepted(CONNECTIONS.get(connection)).bound(user, host, resource, true)
                    .askedForRoster().updated(presence());
            world.add(world.registry.seeded(world.nextHost(), state, StubClock.START, StubClock.START));
            return true;
        }

        @Override
        public boolean onNaive(TwinModels world) {
            world.naive.seed(CONNECTIONS.get(connection), user, host, resource, presence());
            return true;
        }

        private PresenceUpdate presence() {
            return priority == null ? Presences.UNAVAILABLE : new PresenceUpdate("<presence/>", PRIORITIES.get(priority));
        }
    }

    /** Something that happens to one session; nothing does while there is none. */
    private record Change(int pick, Deed deed) implements Step {
        @Override
        public boolean onReal(TwinModels world) {
            return !world.real.isEmpty() && deed.onReal(world.real.get(pick % world.real.size()));
        }

        @Override
        public boolean onNaive(TwinModels world) {
            List<Naive> all = world.naive.all;
            return !all.isEmpty() && deed.onNaive(world.naive, all.get(pick % all.size()));
        }

        @Override
        public String describe(TwinModels world) {
            return world.real.isEmpty() ? "nothing" : "s" + pick % world.real.size() + ": " + deed;
        }
    }

    private sealed interface Deed {
        boolean onReal(XmppSession session);

        boolean onNaive(NaiveSessions all, Naive session);
    }

    private record Open(String host) implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.opened(host);
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.open(session, host);
        }
    }

    private record Reset() implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.reset();
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.reset(session);
        }
    }

    /** The user is null for an anonymous one. */
    private record Authenticate(String user) implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.authenticated(user);
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.authenticate(session, user);
        }
    }

    private record Bind(String user, String host, String resource, boolean roster) implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.bound(user, host, resource, roster);
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.bind(session, user, host, resource, roster);
        }
    }

    /** A presence stanza as a client sends it; {@code to} may be the word "self" for the sender's own bare JID. */
    private record SendPresence(String to, String type, String priority) implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            PresenceUpdate update = PresenceUpdate.of(Presences.parse(xml(session.state().bareJid())),
                    session.state().bareJid());
            return update != null && session.updated(update);
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            String bareJid = session.resource == null ? null : session.user + "@" + session.host;
            if (to != null && !(to.equals("self") && bareJid != null)) {
                return false;
            }
            if (type == null) {
                return all.available(session, Presences.parse(xml(bareJid)).asXML(), PRIORITIES.get(priority));
            }
            return type.equals("unavailable") && all.unavailable(session);
        }

        private String xml(String bareJid) {
            String address = "self".equals(to) ? bareJid == null ? "nobody@example.org" : bareJid : to;
            return "<presence" + (address == null ? "" : " to='" + address + "'")
                    + (type == null ? "" : " type='" + type + "'") + "><priority>" + priority + "</priority></presence>";
        }
    }

    private record AskForRoster() implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.askedForRoster();
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.askForRoster(session);
        }
    }

    private record Detach() implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.detached();
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.detach(session);
        }
    }

    private record Attach(int connection) implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.attached(CONNECTIONS.get(connection));
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.attach(session, CONNECTIONS.get(connection));
        }
    }

    private record End(EndCause cause) implements Deed {
        @Override
        public boolean onReal(XmppSession session) {
            return session.destroyed(cause);
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.end(session, cause);
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> connection = Arbitraries.integers().between(0, CONNECTIONS.size() - 1);
        Arbitrary<String> user = Arbitraries.of(USERS);
        // Mostly one of them, so that sessions meet.
        Arbitrary<String> host = Arbitraries.frequency(Tuple.of(9, HOSTS.get(0)), Tuple.of(1, HOSTS.get(1)));
        Arbitrary<String> resource = Arbitraries.frequency(Tuple.of(6, RESOURCES.get(0)), Tuple.of(3, RESOURCES.get(1)),
                Tuple.of(1, RESOURCES.get(2)));
        Arbitrary<String> priority = Arbitraries.of(PRIORITIES.keySet().stream().sorted().toList());
        Arbitrary<String> to = Arbitraries.frequency(Tuple.of(6, null), Tuple.of(2, "self"), Tuple.of(1, "example.org"),
                Tuple.of(1, "jane@example.com/desk"));
        Arbitrary<String> type = Arbitraries.frequency(Tuple.of(6, null), Tuple.of(3, "unavailable"),
                Tuple.of(1, "subscribe"), Tuple.of(1, "error"));
        Arbitrary<Deed> deeds = Arbitraries.frequencyOf(
                Tuple.of(3, host.map(Open::new)),
                Tuple.of(1, Arbitraries.create(Reset::new)),
                Tuple.of(3, user.injectNull(0.1).map(Authenticate::new)),
                Tuple.of(5, Combinators.combine(user, host, resource, Arbitraries.of(true, false)).as(Bind::new)),
                Tuple.of(5, Combinators.combine(to, type, priority).as(SendPresence::new)),
                Tuple.of(2, Arbitraries.create(AskForRoster::new)),
                Tuple.of(2, Arbitraries.create(Detach::new)),
                Tuple.of(2, connection.map(Attach::new)),
                Tuple.of(2, Arbitraries.of(EndCause.values()).map(End::new)));
        Arbitrary<Step> steps = Arbitraries.frequencyOf(
                Tuple.of(3, connection.map(Accept::new)),
                Tuple.of(1, Combinators.combine(connection, user, host, resource, priority.injectNull(0.3))
                        .as(Seed::new)),
                Tuple.of(16, Combinators.combine(Arbitraries.integers().between(0, 11), deeds).as(Change::new)));
        return steps.list().ofMinSize(1).ofMaxSize(60).withSizeDistribution(RandomDistribution.uniform());
    }
}
