package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Places;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

/** What queries keep for later ones makes no difference, whatever happens between them. */
class KeptColumnsTest {
    private static final List<String> FILTERS = List.of("phone", "GAJIM", "192.0.2", "username:j*", "client:none",
            "client:Gajim*", "presence:away", "status:home", "ip:192.0.2.0/30", "priority:>0", "-available:yes",
            "state:detached OR state:c2s_unbound", "connected:yes (resource:phone* OR status:none)", "sasl_mechanism:none");

    private final Console console = new Console();
    private final Random random = new Random(5);
    private final List<XmppSession> live = new ArrayList<>();

    @AfterEach
    void close() {
        console.close();
    }

    private String oneOf(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private void step(int number) {
        XmppSession session = live.isEmpty() ? null : live.get(random.nextInt(live.size()));
        switch (session == null || live.size() < 10 ? 0 : random.nextInt(9)) {
            case 0, 1 -> live.add(console.registry.accepted(new Console.Host(),
                    new Console.Connection("192.0.2." + random.nextInt(9), number)));
            case 2 -> {
                session.opened("example.org");
                session.authenticated(oneOf("john", "Jane", "zo\u00eb"), true);
            }
            case 3, 4 -> {
                session.opened("example.org");
                session.bound(oneOf("john", "jane"), "example.org", oneOf("phone", "desk") + number, true);
            }
            case 5 -> session.updated(Presences.of("<presence>" + oneOf("", "<show>away</show>")
                    + oneOf("", "<status>home</status>", "<status>phone " + number + "</status>") + "</presence>",
                    random.nextInt(5) - 2));
            case 6 -> {
                Console.host(session).software = new ClientSoftware(oneOf("Gajim", "Psi"), "1." + number % 3, null);
                session.toldMore();
            }
            case 7 -> session.detached();
            default -> {
                session.destroyed(SessionEnd.of(EndCause.CLOSED));
                live.remove(session);
            }
        }
        // The one whose JID a bind took.
        live.removeIf(one -> one.state().isDestroyed());
    }

    @Test
    void eachQueryFindsWhatALookAtEachSessionFinds() throws ApiException {
        for (int i = 0; i < 1_200; i++) {
            step(i);
            String filter = FILTERS.get(random.nextInt(FILTERS.size()));
            SessionFilter plain = SessionFilter.of(filter);
            List<Session> expected = console.registry.sessions().stream()
                    .filter(session -> plain.matches(session, session.state(), System.currentTimeMillis())).toList();
            JsonObject page = Exchange.sessions("q", filter, "limit", "10000", "sort", oneOf("username", "-ip", "client"));
            assertThat(elements(page, "sessions").stream().map(row -> row.get("id").getAsString())).as(filter)
                    .containsExactlyInAnyOrderElementsOf(expected.stream().map(Session::id).toList());
            assertThat(page.get("connected").getAsLong()).as(filter)
                    .isEqualTo(expected.stream().filter(session -> session.state().isConnectedResource()).count());
            String group = oneOf("username", "client", "ip", "state");
            assertThat(counts(Exchange.sessions("q", filter, "group", group))).as("%s by %s", filter, group)
                    .isEqualTo(counts(group, expected));
        }
        assertThat(live).hasSizeGreaterThan(100);
    }

    private static List<JsonObject> elements(JsonObject answer, String key) {
        return StreamSupport.stream(answer.getAsJsonArray(key).spliterator(), false).map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static Map<String, Integer> counts(JsonObject answer) {
        return elements(answer, "groups").stream().collect(Collectors.toMap(group ->
                group.get("value").isJsonNull() ? "" : group.get("value").getAsString().toLowerCase(),
                group -> group.get("count").getAsInt()));
    }

    private static Map<String, Integer> counts(String key, List<Session> sessions) {
        Map<String, Integer> counts = new TreeMap<>();
        sessions.forEach(session -> counts.merge(Objects.toString(SessionColumn.ofKey(key).value().shown()
                .of(session, session.state()), "").toLowerCase(), 1, Integer::sum));
        return counts;
    }

    /** Until a resource is bound, more comes to be known of a client than its state tells. */
    @Test
    void aSessionWithoutAResourceIsReadEachTime() {
        XmppSession session = console.authenticated("jane");
        KeptColumn<ClientSoftware> column = new KeptColumn<>(Reading.kept((its, state) -> its.software()));
        assertThat(refreshed(column)).containsExactly((ClientSoftware) null);
        Console.host(session).software = new ClientSoftware("Gajim", null, null);
        assertThat(refreshed(column)).containsExactly(Console.host(session).software);
    }

    /** What nobody has any more is let go: clients choose the values, and may choose another every second. */
    @Test
    void itDoesNotGrowWithTheValuesThatThereWere() {
        KeptColumn<String> column = new KeptColumn<>(Reading.kept((session, state) -> state.broadcast().status()));
        for (int i = 0; i < 50; i++) {
            console.available("john", "r" + i, "<presence/>", 0);
        }
        for (int i = 0; i < 1_000; i++) {
            for (Session session : console.registry.sessions()) {
                ((XmppSession) session).updated(Presences.of("<presence><status>" + random.nextInt() + "</status></presence>", 0));
            }
            assertThat(refreshed(column)).containsExactly(console.registry.sessions().stream()
                    .map(Session::state).map(state -> state.broadcast().status()).toArray(String[]::new));
            // Each has a number, and the next one has its own before the last one's is free.
            assertThat(column.numbersEnd()).isLessThanOrEqualTo(52);
        }
    }

    @Test
    void whatIsLeftOfItFitsFewerSessions() {
        KeptColumn<String> column = new KeptColumn<>(Reading.kept((session, state) -> state.resource()));
        List<XmppSession> sessions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sessions.add(console.bound("john", "r" + i));
        }
        refreshed(column);
        sessions.subList(0, 290).forEach(session -> session.destroyed(SessionEnd.of(EndCause.CLOSED)));
        assertThat(refreshed(column)).filteredOn(Objects::nonNull).isSortedAccordingTo(Comparator.naturalOrder())
                .hasSize(10).startsWith("r290");
    }

    /** Nobody says when it changes: so it is read again, but not at each look. */
    @Test
    void whatChangesUnseenIsReadAgainAfterASecond() {
        XmppSession session = console.bound("john", "phone");
        Console.Host host = Console.host(session);
        KeptColumn<ClientSoftware> column = new KeptColumn<>(Reading.keptBriefly((its, state) -> its.software()));
        host.software = new ClientSoftware("Gajim", null, null);
        assertThat(refreshed(column, 5_000)).containsExactly(host.software);
        ClientSoftware former = host.software;
        host.software = new ClientSoftware("Psi", null, null);
        assertThat(refreshed(column, 5_999)).containsExactly(former);
        assertThat(refreshed(column, 6_000)).containsExactly(host.software);
        host.software = former;
        assertThat(refreshed(column, 100)).as("by a clock that was set back").containsExactly(former);
        host.software = null;
        session.toldMore();
        assertThat(refreshed(column, 101)).as("what changes in sight").containsExactly((ClientSoftware) null);
    }

    private <T> List<T> refreshed(KeptColumn<T> column) {
        return refreshed(column, 0);
    }

    private <T> List<T> refreshed(KeptColumn<T> column, long now) {
        Places places = console.registry.places();
        column.refresh(places, now);
        List<T> values = new ArrayList<>();
        for (int place = 0; place < places.sessions().length; place++) {
            values.add(column.at(place));
        }
        return values;
    }
}
