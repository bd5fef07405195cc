package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

/** Pages of the list of sessions, forward and backward, whatever they are ordered by. */
class PagingTest {
    private static final int SESSIONS = 97;

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static String text(JsonElement value) {
        return value.isJsonNull() ? null : value.getAsString();
    }

    /** Sessions of all kinds, whose order of age is neither that of JIDs nor that of priorities. */
    private List<XmppSession> fill() {
        return fill(SESSIONS);
    }

    private List<XmppSession> fill(int count) {
        Random random = new Random(7);
        List<XmppSession> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String username = "user" + random.nextInt(20);
            sessions.add(switch (random.nextInt(4)) {
                case 0 -> console.accepted();
                case 1 -> console.authenticated(username);
                case 2 -> console.bound(username, "r" + random.nextInt(1000) + "-" + i);
                default -> console.available(username, "R" + i, "<presence/>", random.nextInt(5) - 2);
            });
        }
        return sessions;
    }

    @ParameterizedTest
    @CsvSource({"'',''", "id,''", "-id,''", "full_jid,''", "-full_jid,''", "-priority,''", "type,''", "since,''",
        "full_jid,user1", "'',connected:yes", "-resource,available:yes"})
    void pagesFollowEachOtherBothWays(String sort, String filter) {
        fill();
        List<String> whole = Exchange.ids(Exchange.sessions("sort", sort, "q", filter, "limit", "1000"));
        assertThat(whole).hasSizeGreaterThan(20).doesNotHaveDuplicates();

        List<String> forward = new ArrayList<>();
        List<String> froms = new ArrayList<>();
        String next = null;
        do {
            JsonObject page = Exchange.sessions("sort", sort, "q", filter, "limit", "10", "from", next);
            assertThat(page.get("total").getAsInt()).isEqualTo(whole.size());
            forward.addAll(Exchange.ids(page));
            froms.add(text(page.get("from")));
            next = text(page.get("next"));
        } while (next != null);
        assertThat(forward).isEqualTo(whole);

        for (int i = froms.size() - 1; i > 0; i--) {
            JsonObject page = Exchange.sessions("sort", sort, "q", filter, "limit", "10", "before", froms.get(i));
            assertThat(Exchange.ids(page)).isEqualTo(whole.subList(10 * i - 10, 10 * i));
            assertThat(text(page.get("from"))).isEqualTo(froms.get(i - 1));
            assertThat(text(page.get("next"))).isEqualTo(froms.get(i));
        }

        JsonObject last = Exchange.sessions("sort", sort, "q", filter, "limit", "10", "before", "end");
        assertThat(Exchange.ids(last)).isEqualTo(whole.subList(whole.size() - 10, whole.size()));
        assertThat(text(last.get("next"))).isNull();
        assertThat(Exchange.ids(Exchange.sessions("sort", sort, "q", filter, "limit", "10", "before", text(last.get("from")))))
                .isEqualTo(whole.subList(whole.size() - 20, whole.size() - 10));
    }

    @Test
    void fullJidsComeInTheirOrderAndWhoHasNoneLast() {
        List<XmppSession> sessions = fill();
        Comparator<XmppSession> byJid = Comparator.comparing(session -> session.state().fullJid(),
                Comparator.nullsLast(Comparator.naturalOrder()));

        assertThat(Exchange.ids(Exchange.sessions("sort", "full_jid"))).containsExactlyElementsOf(
                sessions.stream().sorted(byJid.thenComparing(XmppSession::id)).map(XmppSession::id).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-id", "full_jid", "-full_jid", "-priority"})
    void aPageStaysWhereItIsWhenItsFirstSessionEnds(String sort) {
        List<XmppSession> sessions = fill();
        JsonObject first = Exchange.sessions("sort", sort, "limit", "10");
        String from = text(first.get("next"));
        List<String> second = Exchange.ids(Exchange.sessions("sort", sort, "limit", "10", "from", from));

        ((XmppSession) console.registry.byId(second.get(0)).orElseThrow()).destroyed(SessionEnd.of(EndCause.CLOSED));
        ((XmppSession) console.registry.byId(Exchange.ids(first).get(3)).orElseThrow())
                .destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(Exchange.ids(Exchange.sessions("sort", sort, "limit", "9", "from", from))).isEqualTo(second.subList(1, 10));
        assertThat(sessions).hasSize(SESSIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "-id", "full_jid", "-full_jid"})
    void aPageInTheOrderOfAnIndexCostsNoMoreThanItHas(String sort) throws ApiException {
        fill(2_000);
        SessionOrder<?> order = sort.isEmpty() ? SessionOrder.OF_AGE : SessionOrder.of(sort);
        expectFewLooks(order, null, null);
        expectFewLooks(order, null, "end");
        for (String before : List.of("600", "1000", "1500")) {
            String place = text(Exchange.sessions("sort", sort, "limit", before).get("next"));
            expectFewLooks(order, place, null);
            expectFewLooks(order, null, place);
        }
    }

    private <K> void expectFewLooks(SessionOrder<K> order, String from, String before) throws ApiException {
        AtomicInteger looks = new AtomicInteger();
        ColumnValue<K> value = order.value();
        ColumnValue<K> counting = new ColumnValue<>(value.kind(), value.type(), value.shown(), (session, state) -> {
            looks.incrementAndGet();
            return value.key().of(session, state);
        }, value.order(), value.read(), value.choices(), value.asked(), value.terms());
        Paging<K> paging = Paging.of(new SessionOrder<>(order.column(), counting, order.isDescending()), from, before);
        SessionsQuery query = new SessionsQuery(null, null, null, SessionFilter.ALL, null, paging, Set.of(), false, 50,
                new Following(null, Duration.ZERO));

        assertThat(SessionSearch.run(console.console, query).rows()).hasSize(50);
        // One more tells where the next page begins; backward, the one before which the page ends is met first.
        assertThat(looks).hasValueBetween(50, 51);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%", "PT0=", "Cg"})
    void aPlaceThatIsNoneIsRefused(String place) {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS).parameter("from", place).run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).startsWith("not a place in the list: ");
    }

    @ParameterizedTest
    @CsvSource({"-priority,high", "since,yesterday", "conn,localhost 1", "conn,192.0.2.1", "type,c2s_destroyed"})
    void aPlaceInAnotherOrderIsRefused(String sort, String key) {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS).parameter("sort", sort)
                .parameter("from", new Cursor(key, "a").toString()).run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).startsWith("not a place in this order: ");
    }

    @Test
    void fromAndBeforeExcludeEachOther() {
        String place = new Cursor(null, "a").toString();

        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS).parameter("from", place).parameter("before", place)
                .run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(400);
    }

    // ------------------------------------------------------------------ waiting

    @Test
    void aChangeThatWasMissedIsToldAtOnce() {
        String version = Exchange.sessions().get("version").getAsString();
        XmppSession session = console.accepted();

        JsonObject answer = Exchange.sessions("since", version, "wait", "20");

        assertThat(Exchange.ids(answer)).containsExactly(session.id());
        assertThat(answer.get("waited").getAsBoolean()).isTrue();
        assertThat(answer.get("version").getAsLong()).isEqualTo(1);
    }

    @Test
    void onlyAChangeOfWhatIsAskedForEndsTheWait() throws InterruptedException {
        XmppSession john = console.bound("john", "a");
        XmppSession jane = console.bound("jane", "b");
        String version = Exchange.sessions().get("version").getAsString();
        Thread others = new Thread(() -> {
            for (int i = 0; i < 20; i++) {
                console.authenticated("juan").destroyed(SessionEnd.of(EndCause.CLOSED));
            }
            pause();
            jane.destroyed(SessionEnd.of(EndCause.CLOSED));
            john.detached();
        });
        others.start();

        JsonObject answer = Exchange.sessions("since", version, "wait", "20", "q", "username:john");
        others.join();

        assertThat(Exchange.ids(answer)).containsExactly(john.id());
        assertThat(john.state().detached()).isTrue();
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"wait,21", "wait,-1", "wait,1.5", "since,x", "since,-1"})
    void badWaitsAreRefused(String name, String value) {
        assertThat(new Exchange("GET", ApiPaths.SESSIONS).parameter(name, value).run(new SessionsServlet()).status)
                .isEqualTo(400);
    }
}
