package io.github.sessionstate.session;

import static io.github.sessionstate.RandomHistories.any;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.RandomHistories;
import io.github.sessionstate.session.NaiveSessions.Naive;

/** Invariants 1 to 7 over random histories of several sessions and users, step by step against {@link NaiveSessions}. */
class SessionHistoryTest {
    static final List<String> USERS = List.of("john", "jane");
    static final List<String> HOSTS = List.of("example.org", "example.net");
    static final List<String> RESOURCES = List.of("desk", "phone", "Desk");
    // The model tells connections apart by identity.
    private static final List<StubConnection> CONNECTIONS = IntStream.range(0, 4).mapToObj(StubConnection::new).toList();
    private static final Map<String, Integer> PRIORITIES = Map.of("0", 0, "5", 5, "-1", -1, "+7", 7, "500", 127, "x", 0);
    private static final List<String> PRIORITY_TEXTS = PRIORITIES.keySet().stream().sorted().toList();
    // Mostly one of them, so that sessions meet.
    private static final List<String> MOSTLY_FIRST_HOST = often(9, HOSTS.get(0), HOSTS.get(1));
    private static final List<String> MOSTLY_DESK = often(6, "desk", "phone", "phone", "phone", "Desk");
    private static final List<String> MOSTLY_TO_ALL =
            often(6, null, "self", "self", "example.org", "jane@example.com/desk");
    private static final List<String> MOSTLY_AVAILABLE =
            often(6, null, "unavailable", "unavailable", "unavailable", "subscribe", "error");
    private static final List<String> HARD_PARTS = List.of("DESTROYED replaced", "PRESENCE", "ATTACHED");
    private static final int TRIES = 300;

    /** The first so many times, and the others once. */
    private static List<String> often(int times, String first, String... others) {
        return Stream.concat(Collections.nCopies(times, first).stream(), Stream.of(others))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void theModelIsRightAfterEveryStep() {
        Map<String, Integer> histories = new HashMap<>();
        RandomHistories.check(TRIES, SessionHistoryTest::history, history -> {
            TwinModels world = new TwinModels();
            play(history, world);
            HARD_PARTS.stream().filter(world::wasTold).forEach(part -> histories.merge(part, 1, Integer::sum));
        });
        // Histories that never get to the hard parts would prove nothing.
        assertThat(HARD_PARTS).allSatisfy(part ->
                assertThat(histories.getOrDefault(part, 0)).as(part).isGreaterThan(TRIES * 15 / 100));
    }

    private static void play(List<Step> history, TwinModels world) {
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
            return priority == null ? Presences.UNAVAILABLE : Presences.of("<presence/>", PRIORITIES.get(priority));
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
            return session.authenticated(user, true);
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
            return session.destroyed(SessionEnd.of(cause));
        }

        @Override
        public boolean onNaive(NaiveSessions all, Naive session) {
            return all.end(session, cause);
        }
    }

    private static List<Step> history(Random random) {
        return Stream.generate(() -> step(random)).limit(1 + random.nextInt(60)).toList();
    }

    private static Step step(Random random) {
        int kind = random.nextInt(20);
        if (kind < 3) {
            return new Accept(random.nextInt(CONNECTIONS.size()));
        }
        if (kind == 3) {
            return new Seed(random.nextInt(CONNECTIONS.size()), any(random, USERS), any(random, MOSTLY_FIRST_HOST),
                    any(random, MOSTLY_DESK), random.nextInt(10) < 3 ? null : any(random, PRIORITY_TEXTS));
        }
        return new Change(random.nextInt(12), deed(random));
    }

    private static Deed deed(Random random) {
        // How often each comes is how many numbers it has.
        return switch (random.nextInt(25)) {
            case 0, 1, 2 -> new Open(any(random, MOSTLY_FIRST_HOST));
            case 3 -> new Reset();
            case 4, 5, 6 -> new Authenticate(random.nextInt(10) == 0 ? null : any(random, USERS));
            case 7, 8, 9, 10, 11 -> new Bind(any(random, USERS), any(random, MOSTLY_FIRST_HOST),
                    any(random, MOSTLY_DESK), random.nextBoolean());
            case 12, 13, 14, 15, 16 -> new SendPresence(any(random, MOSTLY_TO_ALL), any(random, MOSTLY_AVAILABLE),
                    any(random, PRIORITY_TEXTS));
            case 17, 18 -> new AskForRoster();
            case 19, 20 -> new Detach();
            case 21, 22 -> new Attach(random.nextInt(CONNECTIONS.size()));
            default -> new End(any(random, List.of(EndCause.values())));
        };
    }
}
