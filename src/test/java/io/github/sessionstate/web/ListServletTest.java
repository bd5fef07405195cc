package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

/** What lists have in common: the address of the next page, and CSV. */
class ListServletTest {
    private static final Pattern NEXT =
            Pattern.compile("</plugins/(sessionstate/api/v1/[a-z]+)\\?([!-~]+)>; rel=\"next\"");
    private static final String HOSTILE = "(john OR \"x>; rel=\r\nSet-Cookie: a=b\u20ac\") -resource:none";

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static ListServlet servlet(String path) {
        return path.equals(ApiPaths.SESSIONS) ? new SessionsServlet()
                : path.equals(ApiPaths.ENDED) ? new EndedServlet() : new UsersServlet();
    }

    private static Exchange csv(String path, String... parameters) {
        Exchange exchange = new Exchange("GET", path).header("Accept", "text/csv");
        for (int i = 0; i < parameters.length; i += 2) {
            exchange.parameter(parameters[i], parameters[i + 1]);
        }
        return exchange.run(servlet(path));
    }

    /** As a client that knows nothing of parameters goes on. */
    private static Exchange follow(Exchange page) {
        Matcher next = NEXT.matcher(page.headers.get("Link"));
        assertThat(next.matches()).as(page.headers.get("Link")).isTrue();
        Exchange exchange = new Exchange("GET", next.group(1)).header("Accept", "text/csv");
        parameters(page).forEach(exchange::parameter);
        return exchange.run(servlet(next.group(1)));
    }

    private static Map<String, String> parameters(Exchange page) {
        Matcher next = NEXT.matcher(page.headers.get("Link"));
        assertThat(next.matches()).as(page.headers.get("Link")).isTrue();
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String one : next.group(2).split("&")) {
            String[] parts = one.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({ApiPaths.SESSIONS + ",id", ApiPaths.ENDED + ",id", ApiPaths.USERS + ",username"})
    void theLinkAloneLeadsThroughTheWholeList(String path, String key) {
        List<String> expected = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            XmppSession session = console.bound("user" + i, "r");
            expected.add(path.equals(ApiPaths.ENDED) ? 0 : expected.size(),
                    path.equals(ApiPaths.USERS) ? "user" + i : session.id());
            if (path.equals(ApiPaths.ENDED)) {
                session.destroyed(SessionEnd.of(EndCause.CLOSED));
            }
        }
        List<String> seen = new ArrayList<>();

        Exchange page = csv(path, "limit", "3", "fields", key, "q", "user*");
        // Plain text has no stars.
        assertThat(page.text().lines()).hasSize(1);
        page = csv(path, "limit", "3", "fields", key, "q", "username:user*");
        while (true) {
            List<String> lines = page.text().lines().toList();
            int column = List.of(lines.get(0).split(",")).indexOf(key);
            lines.stream().skip(1).map(line -> line.split(",")[column]).forEach(seen::add);
            if (page.headers.get("Link") == null) {
                break;
            }
            page = follow(page);
        }

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void theLinkKeepsWhatIsAskedForAndNamesNoHost() {
        console.bound("john", "a");
        console.bound("john", "b");
        Exchange page = new Exchange("GET", ApiPaths.SESSIONS).header("Host", "evil.example")
                .parameter("q", HOSTILE).parameter("limit", "1").parameter("before", "end").run(new SessionsServlet());
        assertThat(page.headers.get("Link")).as("the last page").isNull();

        page = new Exchange("GET", ApiPaths.SESSIONS).header("Host", "evil.example")
                .parameter("q", HOSTILE).parameter("sort", "-full_jid")
                .parameter("rows", "arrays").parameter("limit", "1").parameter("since", "0").parameter("wait", "0")
                .run(new SessionsServlet());

        assertThat(page.headers.get("Link")).doesNotContain("evil");
        assertThat(parameters(page)).containsExactly(
                Map.entry("q", HOSTILE), Map.entry("sort", "-full_jid"), Map.entry("rows", "arrays"), Map.entry("limit", "1"),
                Map.entry("from", page.json().get("next").getAsString()));
    }

    @Test
    void thereIsNoLinkWhereNobodyCanGoOn() {
        console.bound("john", "a");

        assertThat(csv(ApiPaths.SESSIONS, "limit", "1").headers.get("Link")).isNull();
        assertThat(csv(ApiPaths.SESSIONS, "limit", "0").headers.get("Link")).as("for ever").isNull();
        assertThat(csv(ApiPaths.USERS, "limit", "0").headers.get("Link")).isNull();
        assertThat(csv(ApiPaths.SESSIONS, "group", "username").headers.get("Link")).isNull();
    }

    /** Whoever has CSV would take a page without a link for the last one. */
    @Test
    void anAddressThatIsTooLongForAHeaderIsNotLeftOutUnsaid() {
        console.bound("\u4e2d".repeat(300), "\u4e2d".repeat(339));
        console.bound("\u4e2d".repeat(300), "\u4e2d".repeat(340));
        String[] asked = {"limit", "1", "sort", "full_jid", "q", "-" + "\u20ac".repeat(SessionFilter.MAX_LENGTH - 1)};

        Exchange json = Exchange.get(ApiPaths.SESSIONS, new SessionsServlet(), asked);
        assertThat(json.status).isEqualTo(200);
        assertThat(json.json().get("next").isJsonNull()).isFalse();
        assertThat(json.headers).doesNotContainKey("Link");
        assertThat(csv(ApiPaths.SESSIONS, asked).code()).isEqualTo("bad_parameter");
        assertThat(csv(ApiPaths.SESSIONS, "limit", "1", "sort", "full_jid").headers.get("Link")).isNotNull();
    }

    @Test
    void csvHasTheFieldsOfJson() {
        console.rostersBroken = true;
        XmppSession session = console.available("john", "=cmd|' /C calc'!A0",
                "<presence><status>a, \"b\"\n-c</status></presence>", -5);

        Exchange page = csv(ApiPaths.SESSIONS, "fields", "priority,resource,status,conn,roster,since,interested");

        assertThat(page.headers).containsEntry("Content-Type", "text/csv; charset=utf-8; header=present")
                .containsEntry("Vary", "Accept").containsEntry("Cache-Control", "no-store");
        assertThat(page.text()).isEqualTo("id,resource,interested,priority,status,roster,conn,since\r\n" + session.id()
                + ",'=cmd|' /C calc'!A0,false,-5,\"a, \"\"b\"\"\n-c\",,\"{\"\"transport\"\":\"\"tcp\"\",\"\"ip\"\":"
                + "\"\"192.0.2.1\"\",\"\"port\"\":50000,\"\"secure\"\":false,\"\"tls\"\":null,\"\"cipher\"\":null,"
                + "\"\"compressed\"\":false}\",2026-01-02T03:04:05.678Z\r\n");
        assertThat(csv(ApiPaths.SESSIONS).text().lines().findFirst().orElseThrow())
                .isEqualTo(String.join(",", SessionColumn.BY_DEFAULT.stream().map(SessionColumn::key).toList()));
        assertThat(csv(ApiPaths.SESSIONS, "fields", "id", "rows", "arrays").text())
                .isEqualTo("id\r\n" + session.id() + "\r\n");
    }

    @Test
    void csvOfGroupsAndOfEndsHasTheirColumns() {
        console.bound("@jane", "a")
                .destroyed(new SessionEnd(EndCause.LIMIT, "reset", "=1+1", "limit.policy", "other"));
        console.bound("@john", "a");
        console.accepted();

        assertThat(csv(ApiPaths.SESSIONS, "group", "username").text())
                .isEqualTo("value,count,filter\r\n'@john,1,\"username:\"\"@john\"\"\"\r\n,1,username:none\r\n");
        assertThat(csv(ApiPaths.ENDED, "fields", "username").text().lines().map(line -> line.replaceAll("^[^,]*,", "")))
                .containsExactly("username,ended_at,ended_cause,ended_failed_logins,ended_mechanism,ended_condition,"
                                + "ended_text,ended_closed_by,ended_replaced_by",
                        "'@jane,2026-01-02T03:04:05.678Z,limit,0,,reset,'=1+1,limit.policy,other");
    }

    @Test
    void errorsAreProblemsForAll() {
        Exchange page = csv(ApiPaths.SESSIONS, "q", "(");

        assertThat(page.status).isEqualTo(400);
        assertThat(page.headers).containsEntry("Content-Type", "application/problem+json");
        assertThat(page.code()).isEqualTo("bad_filter");
    }

    @Test
    void aLongTableIsCutAndTheLinkGoesOn() {
        console.rosters.put("john", IntStream.range(0, 10_000).mapToObj(i -> "contact-" + i + "@" + "x".repeat(90)
                + ".example").toList());
        for (int i = 0; i < 10; i++) {
            console.bound("john", "desk" + i);
        }

        Exchange page = csv(ApiPaths.SESSIONS, "fields", "id,roster");
        long rows = page.text().lines().count() - 1;
        assertThat(rows).isBetween(1L, 9L);
        assertThat(follow(page).text().lines().count()).isGreaterThan(1);
    }

    @Test
    void ofSessionsThatEndedNothingIsAskedOfTheServer() {
        assertThat(csv(ApiPaths.ENDED, "fields", "roster").error())
                .isEqualTo("of sessions that ended there is no roster");
        assertThat(csv(ApiPaths.ENDED, "fields", "nothing").status).isEqualTo(400);
        assertThat(csv(ApiPaths.ENDED, "fields", "all").status).isEqualTo(200);
    }
}
