package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.XmppSession;

class DetailsServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange get(String id) {
        Exchange exchange = new Exchange("GET", ApiPaths.DETAILS);
        if (id != null) {
            exchange.parameter("id", id);
        }
        return exchange.run(new DetailsServlet());
    }

    private static String reason(XmppSession session, String predicate) {
        JsonObject reason = get(session.id()).json().getAsJsonObject("reasons").getAsJsonObject(predicate);
        return reason.get("holds").getAsBoolean() + " " + reason.get("why").getAsString()
                + (reason.get("at").isJsonNull() ? "" : " at " + reason.get("at").getAsString());
    }

    @Test
    void saysWhyAPredicateHoldsOrDoesNot() {
        String now = " at " + Console.NOW.toString().substring(0, 23) + "Z";
        XmppSession unbound = console.authenticated("john");
        XmppSession bound = console.bound("john", "a");
        XmppSession available = console.available("john", "b", "<presence/>", 1);
        available.askedForRoster();
        XmppSession gone = console.available("john", "c", "<presence/>", 1);
        gone.updated(PresenceUpdate.UNAVAILABLE);

        for (String predicate : List.of("connected", "available", "interested")) {
            assertThat(reason(unbound, predicate)).isEqualTo("false no_resource");
        }
        assertThat(reason(bound, "connected")).isEqualTo("true resource_bound" + now);
        assertThat(reason(bound, "available")).isEqualTo("false no_presence");
        assertThat(reason(bound, "interested")).isEqualTo("false roster_not_asked");
        assertThat(reason(available, "available")).isEqualTo("true presence_sent" + now);
        assertThat(reason(available, "interested")).isEqualTo("true roster_asked" + now);
        assertThat(reason(gone, "available")).isEqualTo("false unavailable_sent" + now);
    }

    @Test
    void ofAnEarlierSessionInterestIsAssumed() {
        XmppSession session = console.registry.seeded(new Console.Host(),
                console.bound("john", "a").state().askedForRoster(), Console.NOW, Console.NOW);

        assertThat(reason(session, "interested")).isEqualTo("true assumed");
        assertThat(reason(session, "connected")).isEqualTo("true resource_bound");
    }

    @Test
    void ofTheTimeBeforeThePluginNothingIsSaid() {
        XmppSession unavailable = console.registry.seeded(new Console.Host(), console.bound("john", "a").state(),
                Console.NOW, Console.NOW);
        assertThat(reason(unavailable, "available")).isEqualTo("false presence_not_known");

        XmppSession available = console.registry.seeded(new Console.Host(),
                console.available("john", "b", "<presence/>", 1).state(), Console.NOW, Console.NOW);
        assertThat(reason(available, "available")).isEqualTo("true presence_sent");
        available.updated(PresenceUpdate.UNAVAILABLE);
        assertThat(reason(available, "available")).startsWith("false unavailable_sent");
    }

    /** The middle of a long timeline is not kept: what was there is not known, and is not said. */
    @Test
    void ofWhatTheTimelineLostNothingIsSaid() {
        XmppSession session = console.bound("john", "a");
        for (int i = 0; i < 5; i++) {
            session.updated(Presences.of("<presence/>", i));
        }
        session.askedForRoster();
        session.updated(PresenceUpdate.UNAVAILABLE);
        for (int i = 0; i < 40; i++) {
            session.updated(Presences.of("<presence/>", i));
        }

        assertThat(session.timeline()).noneMatch(moment -> moment.kind() == SessionEventKind.INTERESTED);
        assertThat(reason(session, "interested")).isEqualTo("true roster_asked");
        assertThat(reason(session, "available")).isEqualTo("true presence_sent");
    }

    @Test
    void marksTheTopResourcesAmongAllOfTheUser() {
        XmppSession low = console.available("john", "low", "<presence/>", 1);
        XmppSession high = console.available("john", "high", "<presence/>", 5);
        console.bound("john", "none");
        console.bound("jane", "other");

        assertThat(get(low.id()).json().getAsJsonArray("user_sessions").asList())
                .extracting(one -> one.getAsJsonObject().get("full_jid").getAsString() + " "
                        + one.getAsJsonObject().get("top").getAsBoolean())
                .containsExactlyInAnyOrder("john@example.org/low false", "john@example.org/high true",
                        "john@example.org/none false");
        assertThat(high.state().priority()).isEqualTo(5);
    }

    @Test
    void tellsThatTheRosterCannotBeRead() {
        console.rostersBroken = true;

        Exchange exchange = get(console.bound("john", "a").id());

        assertThat(exchange.json().get("contacts").isJsonNull()).isTrue();
        assertThat(exchange.json().get("roster_error").getAsString()).isEqualTo("the roster cannot be read");
    }

    @Test
    void tellsWhatTheHostKnowsAndTheRoster() {
        console.rosters.put("john", List.of("jane@example.org"));
        XmppSession session = console.bound("john", "a");
        Console.host(session).software = new ClientSoftware("<b>Client</b>", "1", null);
        Console.host(session).facts = new StubFacts(null, null, null, "de", true, false, null, null, null, true);

        Exchange exchange = get(session.id());

        JsonObject told = exchange.json().getAsJsonObject("session");
        assertThat(told.get("client").getAsString()).isEqualTo("<b>Client</b> 1");
        assertThat(told.get("language").getAsString()).isEqualTo("de");
        assertThat(told.get("stream_management").getAsBoolean()).isTrue();
        assertThat(told.get("resumable").getAsBoolean()).isFalse();
        assertThat(told.get("inactive").isJsonNull()).isTrue();
        assertThat(told.get("carbons").getAsBoolean()).isTrue();
        assertThat(exchange.json().get("contacts").toString()).isEqualTo("[{\"jid\":\"jane@example.org\",\"name\":null,"
                + "\"groups\":[],\"subscription\":null,\"ask\":false}]");
        assertThat(get(console.accepted().id()).json().get("contacts").isJsonNull()).isTrue();
        assertThat(exchange.json().getAsJsonArray("timeline").asList())
                .extracting(moment -> moment.getAsJsonObject().get("kind").getAsString())
                .containsExactly("created", "opened", "authenticated", "opened", "bound");
    }

    @Test
    void aSessionThatEndedIsAsItWasThen() {
        console.rosters.put("john", List.of("jane@example.org"));
        XmppSession session = console.available("john", "a", "<presence><show>away</show></presence>", 5);
        Console.host(session).facts = new StubFacts(null, null, null, "de", true, false, null, null, null, true);
        XmppSession other = console.bound("john", "b");
        JsonObject alive = get(session.id()).json();
        assertThat(alive.get("ended").isJsonNull()).isTrue();
        session.destroyed(SessionEnd.of(EndCause.IDLE));
        Console.host(session).facts = ServerFacts.NONE;

        JsonObject ended = get(session.id()).json();

        assertThat(ended.get("ended").toString()).isEqualTo("{\"at\":\"2026-01-02T03:04:05.678Z\",\"cause\":\"idle\","
                + "\"failed_logins\":0,\"mechanism\":null,\"condition\":null,\"text\":null,\"closed_by\":null,"
                + "\"replaced_by\":null}");
        alive.getAsJsonObject("session").remove("roster_size");
        assertThat(ended.get("session")).isEqualTo(alive.get("session"));
        assertThat(ended.get("reasons")).isEqualTo(alive.get("reasons"));
        assertThat(ended.get("contacts").isJsonNull()).isTrue();
        assertThat(ended.getAsJsonArray("timeline")).hasSize(alive.getAsJsonArray("timeline").size() + 1);
        assertThat(ended.getAsJsonArray("user_sessions").asList())
                .extracting(one -> one.getAsJsonObject().get("id").getAsString()).containsExactly(other.id());
        assertThat(get(other.id()).json().getAsJsonObject("session").get("roster_size").getAsInt()).isOne();
    }

    @Test
    void aSessionThatIsNotThereIsNotFound() {
        assertThat(get("<x>").status).isEqualTo(404);
        assertThat(get("<x>").error()).isEqualTo("no such session: \"<x>\"");
        assertThat(get(null).status).isEqualTo(400);
    }
}
