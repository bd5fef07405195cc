package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.RawHttp;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;

/** However a path is written, nobody gets to see or to do anything without the right to. */
class PathTricksIT extends SharedHostTest {
    private static final String BROKEN = "Authorization: Bearer secret-token:MjtBQUFBQUFBQUFBQUE7eDthZG1pbkBleGFtcGxlLm9yZw==";
    private static final String LIMIT = "plugin.sessionstate.limit.per-user";
    private static final Pattern TITLE = Pattern.compile("(?is)<title>(.*?)</title>");

    /** Ways to write a path of the API, which mean it or something beside it. */
    private static Set<String> tricks(String path) {
        Set<String> tricks = new LinkedHashSet<>(List.of(path));
        int last = path.lastIndexOf('/');
        String head = path.substring(0, last);
        String name = path.substring(last + 1);
        // Within the last step, and within the first.
        for (String between : List.of("//", "/./", "/%2e/", "/x/../", "/x/..%2f", "/x/%2e%2e/", "/x/%2e%2e%2f", "/x/.%2e/",
                "%2f", "%2F", "\\", "%5c", "/;x/", ";x/", "/;/", ";x=1/", "/..;/v1/", "/x/..;/", "/%252e%252e/", "/%00/",
                "/x/..;x/", "/%c0%ae%c0%ae/", "/x/%u002e%u002e/")) {
            tricks.add(head + between + name);
            tricks.add(path.replaceFirst("^/plugins/", "/plugins" + between.replace("\\", "\\\\")));
            tricks.add(path.replaceFirst("^/", between.replace("\\", "\\\\")));
        }
        for (String end : List.of("/", "//", "/.", "/..", "/x/..", ";x", ";jsessionid=1", ";.jsp", ".jsp", ";.css", ".css",
                ".png", "/x.png", "/login.jsp", "/../login.jsp", "%00", "%00.css", "%20", "%09", "x", "/x", "*", ".", "%2e",
                "%23", "?", "?x=login.jsp", "?.css", "%3f", "%3b", ";login.jsp", "/..;/login.jsp", "?;login.jsp")) {
            tricks.add(path + end);
        }
        tricks.add(path.toUpperCase(Locale.ROOT));
        tricks.add(head + '/' + name.toUpperCase(Locale.ROOT));
        tricks.add(path.replace("plugins", "PLUGINS"));
        tricks.add(path.replace("sessionstate", "SessionState"));
        tricks.add(path.replace("sessionstate", "%73essionstate"));
        tricks.add(head + "/%" + Integer.toHexString(name.charAt(0)) + name.substring(1));
        tricks.add(head + "/%25" + Integer.toHexString(name.charAt(0)) + name.substring(1));
        // Through what the console opens to everybody.
        for (String open : List.of("/login.jsp", "/index.jsp?logout=true", "/setup/index.jsp", "/setup/setup-s",
                "/images/x.gif", "/style/x.css", "/error-serverdown.jsp", "/loginToken.jsp", "/.gif")) {
            for (String up : List.of("/..", "/../..", "/%2e%2e", "/%2e%2e/%2e%2e", "/..%2f..", "/..;", "/..;/..;",
                    "/%u002e%u002e/%u002e%u002e", ";/..", "/%252e%252e")) {
                tricks.add(open + up + path);
            }
        }
        tricks.add("http://127.0.0.1" + path);
        tricks.add("http://127.0.0.1//" + path);
        tricks.add("//127.0.0.1" + path);
        tricks.removeIf(trick -> !trick.startsWith("/") && !trick.startsWith("http:"));
        return tricks;
    }

    @AfterEach
    void revoke() throws IOException {
        host.adminLogin().revokeGrants();
    }

    @Test
    void noWayOfWritingAPathOpensIt() throws Exception {
        AdminClient admin = host.adminLogin();
        String read = "Authorization: Bearer " + admin.makeToken("path tricks", "read");
        ApiDocument document = new ApiDocument(admin.get(PluginPaths.OPENAPI).body());
        int grants = admin.getJson(PluginPaths.TOKENS).getAsJsonArray("grants").size();
        RawHttp http = new RawHttp(admin.url("/"), "127.0.0.78");
        Map<String, Integer> statuses = new TreeMap<>();
        XMPPTCPConnection john = host.smack("john", "tricks");
        List<String> received = new ArrayList<>();
        john.addStanzaListener(stanza -> received.add(stanza.toString()),
                stanza -> stanza instanceof Message);
        try {
            String id = SessionTable.text(table.byFullJid("john@example.org/tricks").get(0), "id");
            for (String path : document.paths()) {
                for (String trick : tricks(path)) {
                    for (String credentials : new String[] {"X-Nothing: x", BROKEN, read}) {
                        statuses.merge(look(http, trick, credentials, id, credentials.equals(read)
                                && !path.startsWith(PluginPaths.TOKENS)), 1, Integer::sum);
                        command(http, path, trick, credentials, id);
                    }
                }
            }
            System.out.println("path tricks: " + statuses);
            assertThat(statuses).containsKeys("200 with data", "401");
            // 4.2.0 takes some for its root, and shows anybody what is in there, which is nothing in the tests.
            assertThat(statuses.keySet().stream().filter(status -> status.startsWith("200")))
                    .isSubsetOf("200 with data", "200 Directory: /");
            assertThat(table.byFullJid("john@example.org/tricks")).as("the session is still there").hasSize(1);
            assertThat(john.isAuthenticated()).isTrue();
            assertThat(received).as("what was sent to it").isEmpty();
            assertThat(table.setting(LIMIT).get("set").isJsonNull()).as("the setting is as it was").isTrue();
            assertThat(admin.getJson(PluginPaths.TOKENS).getAsJsonArray("grants").size()).isEqualTo(grants);
        } finally {
            john.disconnect();
        }
        // What the server's own part has to say of such paths.
        host.assertNoUnexpectedWarnings("WARN org\\.eclipse\\.jetty\\..*");
    }

    // The status, and what was in it: data, which there may be only for the right token, or a page of the console.
    private static String look(RawHttp http, String target, String credentials, String id, boolean mayRead)
            throws IOException {
        RawHttp.Answer answer = http.send("GET", target, List.of(credentials), new byte[0]);
        boolean hasData = answer.body().contains(id) || answer.body().contains("sessionstate_")
                || answer.status() == 200 && !answer.type().equals("text/html") && !answer.body().isEmpty();
        assertThat(hasData && !mayRead).as("GET %s with %s: %d %s", target, credentials, answer.status(), answer.body())
                .isFalse();
        Matcher title = TITLE.matcher(answer.body());
        return answer.status() + (hasData ? " with data" : title.find() ? ' ' + title.group(1).strip() : "");
    }

    private static void command(RawHttp http, String path, String target, String credentials, String id)
            throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String json = switch (name) {
            case "close" -> "{\"ids\":[\"" + id + "\"]}";
            case "send" -> "{\"ids\":[\"" + id + "\"],\"xml\":\"<message><body>x</body></message>\"}";
            case "ask" -> "{\"id\":\"" + id + "\"}";
            case "settings" -> "{\"values\":{\"" + LIMIT + "\":\"7\"}}";
            case "tokens" -> "{\"label\":\"x\",\"scopes\":[\"read\"]}";
            default -> null;
        };
        if (json == null) {
            return;
        }
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        RawHttp.Answer answer = http.send("POST", target, List.of(credentials, "Content-Type: application/json",
                "Content-Length: " + body.length), body);
        assertThat(answer.status() == 200 && answer.type().equals("application/json"))
                .as("POST %s with %s: %d %s", target, credentials, answer.status(), answer.body()).isFalse();
    }

    /** The console's filter lets exactly these paths through: it sends everybody else to its login page. */
    @Test
    void pathsBesideThemNeedALogin() throws Exception {
        AdminClient admin = host.adminLogin();
        RawHttp http = new RawHttp(admin.url("/"), "127.0.0.78");
        for (String path : new ApiDocument(admin.get(PluginPaths.OPENAPI).body()).paths()) {
            assertThat(http.send("GET", path, List.of(), new byte[0]).status()).as(path).isIn(401, 405);
            for (String other : List.of(path + "x", path + "/x", path + "%2fx", path + ".jsp",
                    path.substring(0, path.length() - 1))) {
                RawHttp.Answer answer = http.send("GET", other, List.of(), new byte[0]);
                assertThat(answer.status()).as(other).isNotEqualTo(200);
                if (answer.status() == 302) {
                    assertThat(answer.headers().get("location")).as(other).contains("login.jsp");
                }
            }
        }
    }
}
