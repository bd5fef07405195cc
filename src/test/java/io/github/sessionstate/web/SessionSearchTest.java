package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;

/**
 * Pages that are found by looking at every session are what a plain sort of all rows gives, in each order that there
 * is, forward and backward. The sort here goes by what the JSON tells, and knows nothing of keys, places and heaps.
 */
class SessionSearchTest {
    private static final int SESSIONS = 150;
    private static final List<String> TYPES = List.of("c2s_unauthed", "c2s_unbound", "c2s");
    private static final List<String> STATES =
            List.of("notopen", "c2s_unauthed", "c2s_unbound", "connected", "available", "detached");
    private static final Comparator<JsonObject> BY_AGE = Comparator.comparing(row -> row.get("id").getAsString());

    private final Console console = new Console();
    private final Random random = new Random(11);

    @BeforeEach
    void fill() {
        for (int i = 0; i < SESSIONS; i++) {
            XmppSession session = random.nextInt(4) == 0 ? seeded(i) : begun();
            if (random.nextInt(5) == 0) {
                continue;
            }
            session.opened("example.org");
            session.authenticated(oneOf("john", "Jane", "juan", "zo\u00eb"), true);
            describe(Console.host(session));
            if (random.nextInt(5) > 0) {
                session.opened("example.org");
                session.bound(oneOf("john", "Jane", "juan"), "example.org", oneOf("phone", "Desk", "z") + i, true);
                act(session);
            }
        }
    }

    @AfterEach
    void close() {
        console.close();
    }

    private XmppSession begun() {
        XmppSession session = console.registry.accepted(new Console.Host(), connection());
        if (random.nextBoolean()) {
            session.failedToLogIn(oneOf("root", "Admin"), "PLAIN", oneOf("not-authorized", "aborted"));
        }
        return session;
    }

    private XmppSession seeded(int number) {
        return console.registry.seeded(new Console.Host(), SessionState.accepted(connection()),
                Console.NOW.minusSeconds(random.nextInt(50)), Console.NOW.minusSeconds(number % 7));
    }

    private Console.Connection connection() {
        return new Console.Connection(oneOf("192.0.2.9", "192.0.2.10", "10.0.0.1", "2001:db8::1", "fe80::2", null),
                random.nextInt(3));
    }

    private void describe(Console.Host host) {
        host.software = random.nextBoolean() ? null
                : new ClientSoftware(oneOf("Gajim", "gajim", "Conversations"), oneOf("1.2", "2.0", null), null);
        host.facts = new StubFacts(oneOf("PLAIN", "SCRAM-SHA-1", null), random.nextBoolean() ? null
                : new UserAgent("id", oneOf("Gajim", null), oneOf("Laptop", "phone", null)), truth(),
                oneOf("de", "EN", null), truth(), truth(), random.nextBoolean() ? null
                : Console.NOW.plusSeconds(random.nextInt(9)), random.nextBoolean() ? null : random.nextInt(4), truth(),
                truth());
    }

    private void act(XmppSession session) {
        if (random.nextBoolean()) {
            session.askedForRoster();
        }
        if (random.nextInt(3) > 0) {
            session.updated(Presences.of("<presence>" + oneOf("", "<show>away</show>", "<show>dnd</show>")
                    + oneOf("", "<status>In a meeting</status>", "<status>home</status>") + "</presence>",
                    random.nextInt(5) - 2));
        }
        if (random.nextInt(4) == 0) {
            session.detached();
        }
        if (random.nextBoolean()) {
            session.stanzaReceived(Console.NOW.toEpochMilli() + random.nextInt(9));
        }
    }

    private Boolean truth() {
        return random.nextInt(3) == 0 ? null : random.nextBoolean();
    }

    private String oneOf(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    static List<String> orders() {
        return Arrays.stream(SessionColumn.values()).filter(column -> column.is(ColumnTrait.SORTABLE))
                .flatMap(column -> List.of(column.key(), "-" + column.key()).stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void eachOrderIsThatOfAPlainSort(String sort) {
        for (String filter : List.of("", "-priority:0", "phone")) {
            JsonObject all = Exchange.sessions("q", filter, "limit", "10000");
            List<JsonObject> rows = rows(all);
            assertThat(all.get("connected").getAsLong()).as(filter)
                    .isEqualTo(rows.stream().filter(row -> row.get("connected").getAsBoolean()).count());
            assertThat(rows).as(filter).hasSizeGreaterThan(20);
            rows.sort(plain(sort));
            expectPages(sort, filter, rows.stream().map(SessionSearchTest::id).toList());
        }
    }

    private static void expectPages(String sort, String filter, List<String> expected) {
        int size = 25;
        String next = null;
        for (int at = 0; at < expected.size(); at += size) {
            JsonObject page = Exchange.sessions("sort", sort, "q", filter, "limit", String.valueOf(size), "from", next);
            int end = Math.min(at + size, expected.size());
            assertThat(ids(page)).as("%s, from %d", filter, at).isEqualTo(expected.subList(at, end));
            assertThat(page.get("total").getAsInt()).isEqualTo(expected.size());
            String from = page.get("from").getAsString();
            assertThat(ids(Exchange.sessions("sort", sort, "q", filter, "limit", String.valueOf(size), "before", from)))
                    .as("%s, before %d", filter, at).isEqualTo(expected.subList(Math.max(0, at - size), at));
            assertThat(page.get("next").isJsonNull()).isEqualTo(end == expected.size());
            next = page.get("next").isJsonNull() ? null : page.get("next").getAsString();
        }
    }

    /** Who has no value comes last both ways; who is equal, oldest first. */
    private static Comparator<JsonObject> plain(String sort) {
        boolean isDescending = sort.startsWith("-");
        Function<JsonObject, Comparable<?>> value = row -> value(isDescending ? sort.substring(1) : sort, row);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Comparator<Comparable<?>> natural = (one, other) -> ((Comparable) one).compareTo(other);
        return Comparator.comparing(value, Comparator.nullsLast(isDescending ? natural.reversed() : natural))
                .thenComparing(BY_AGE);
    }

    private static Comparable<?> value(String key, JsonObject row) {
        JsonElement value = row.get(key.equals("presence") ? "show" : key);
        if (value.isJsonNull()) {
            return null;
        }
        return switch (key) {
            case "conn" -> address(value.getAsJsonObject().get("ip"), value.getAsJsonObject().get("port"));
            case "ip" -> address(value, JsonNull.INSTANCE);
            case "user_agent" -> agent(value.getAsJsonObject());
            case "state" -> STATES.indexOf(value.getAsString());
            case "type" -> TYPES.indexOf(value.getAsString());
            case "full_jid" -> value.getAsString();
            default -> value.getAsJsonPrimitive().isNumber() ? (Comparable<?>) value.getAsLong()
                    : value.getAsString().toLowerCase(Locale.ROOT);
        };
    }

    private static String address(JsonElement ip, JsonElement port) {
        if (ip.isJsonNull()) {
            return null;
        }
        try {
            byte[] address = InetAddress.getByName(ip.getAsString()).getAddress();
            return address.length / 10 + HexFormat.of().formatHex(address) + (port.isJsonNull() ? 0 : port.getAsInt());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String agent(JsonObject agent) {
        List<String> parts = new ArrayList<>();
        for (String part : List.of("software", "device")) {
            if (!agent.get(part).isJsonNull()) {
                parts.add(agent.get(part).getAsString().toLowerCase(Locale.ROOT));
            }
        }
        return String.join(", ", parts);
    }

    private static List<JsonObject> rows(JsonObject answer) {
        return new ArrayList<>(StreamSupport.stream(answer.getAsJsonArray("sessions").spliterator(), false)
                .map(JsonElement::getAsJsonObject).toList());
    }

    private static List<String> ids(JsonObject answer) {
        return rows(answer).stream().map(SessionSearchTest::id).toList();
    }

    private static String id(JsonObject row) {
        return row.get("id").getAsString();
    }
}
