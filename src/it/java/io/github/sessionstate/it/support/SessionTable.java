package io.github.sessionstate.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.xmpp.RawClient;

/** The plugin's JSON API, as a test uses it. */
public final class SessionTable {
    /** How soon after a client has its answer the table must show it. */
    private static final Duration PROMPT = Patience.of(Duration.ofMillis(200));

    private final AdminClient admin;

    /** Logs in as the administrator. */
    public SessionTable(OpenfireHost host) throws IOException {
        admin = host.adminLogin();
        admin.sendTokenOf(PluginPaths.STATUS);
    }

    /** The answer of the status resource. */
    public JsonObject status() throws IOException {
        return admin.getJson(PluginPaths.STATUS);
    }

    /** What the status tells of a hook, by its name. */
    public JsonObject hook(String name) throws IOException {
        return named(name, status().getAsJsonArray("hooks"));
    }

    /** What the API tells of a setting, by its whole name. */
    public JsonObject setting(String name) throws IOException {
        return named(name, admin.getJson(PluginPaths.SETTINGS).getAsJsonArray("settings"));
    }

    private static JsonObject named(String name, JsonArray array) {
        return objects(array).stream().filter(object -> name.equals(text(object, "name"))).findFirst()
                .orElseThrow(() -> new AssertionError("There is none of the name " + name));
    }

    /** All sessions with all properties. */
    public List<JsonObject> all() throws IOException {
        return list("?fields=all");
    }

    /** Those with this full JID. */
    public List<JsonObject> byFullJid(String fullJid) throws IOException {
        return list("?fields=all&full_jid=" + URLEncoder.encode(fullJid, StandardCharsets.UTF_8));
    }

    /** All that is told of a session, which may have ended lately. */
    public JsonObject details(String id) throws IOException {
        return admin.getJson(PluginPaths.SESSIONS + "/details?id=" + id);
    }

    /** The sessions that ended lately and the logins that failed, the newest first. */
    public List<JsonObject> ended() throws IOException {
        return objects(admin.getJson(PluginPaths.ENDED).getAsJsonArray("ended"));
    }

    /** How this session ended; null if it has not, or too long ago. */
    public JsonObject end(String id) throws IOException {
        return ended().stream().filter(row -> id.equals(text(row, "id"))).map(row -> row.getAsJsonObject("ended"))
                .filter(end -> text(end, "cause") != null).findFirst().orElse(null);
    }

    /** What happened to the session so far, oldest first. */
    public List<String> timeline(String id) throws IOException {
        JsonArray timeline = details(id).getAsJsonArray("timeline");
        return StreamSupport.stream(timeline.spliterator(), false)
                .map(moment -> moment.getAsJsonObject().get("kind").getAsString()).toList();
    }

    private List<JsonObject> list(String query) throws IOException {
        return objects(admin.getJson(PluginPaths.SESSIONS + query).getAsJsonArray("sessions"));
    }

    private static List<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject).toList();
    }

    /** The session on this client's connection; null if there is none. */
    public JsonObject of(RawClient client) throws IOException {
        List<JsonObject> found = all().stream().filter(session -> port(session) == client.localPort()).toList();
        if (found.size() > 1) {
            throw new AssertionError("More than one session on one connection: " + found);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** The ids of these clients' sessions, in their order; all must be there. */
    public List<String> ids(List<RawClient> clients) throws IOException {
        Map<Integer, String> byPort = new HashMap<>();
        all().forEach(session -> byPort.put(port(session), text(session, "id")));
        List<String> ids = clients.stream().map(client -> byPort.get(client.localPort())).toList();
        if (ids.stream().anyMatch(Objects::isNull)) {
            throw new AssertionError("Not every client has a session: " + ids);
        }
        return ids;
    }

    /** The client's port; -1 if the session has no connection, or one without a port of its own (BOSH). */
    private static int port(JsonObject session) {
        JsonElement conn = session.get("conn");
        JsonElement port = conn == null || conn.isJsonNull() ? null : conn.getAsJsonObject().get("port");
        return port == null || port.isJsonNull() ? -1 : port.getAsInt();
    }

    /**
     * The client's session once it is as expected, which a question asked within 200 ms must show.
     *
     * @param expected what the session must be like; it is given null if there is none
     */
    public JsonObject promptly(String what, RawClient client, Predicate<JsonObject> expected) throws IOException {
        long end = System.nanoTime() + PROMPT.toNanos();
        while (true) {
            long asked = System.nanoTime();
            JsonObject session = of(client);
            if (expected.test(session)) {
                return session;
            }
            if (asked > end) {
                throw new AssertionError("Not within " + PROMPT.toMillis() + " ms: " + what + ", but " + session);
            }
        }
    }

    /** Closes a session; gives the one result. */
    public JsonObject close(String id, String condition, String text) throws IOException {
        JsonObject body = ids(id);
        if (condition != null) {
            body.addProperty("condition", condition);
            body.addProperty("text", text);
        }
        return admin.postJson(PluginPaths.SESSIONS + "/close", body).getAsJsonArray("results").get(0)
                .getAsJsonObject();
    }

    /** Sends XML to a session; gives the one result. */
    public JsonObject send(String id, String xml) throws IOException {
        JsonObject body = ids(id);
        body.addProperty("xml", xml);
        return admin.postJson(PluginPaths.SESSIONS + "/send", body).getAsJsonArray("results").get(0)
                .getAsJsonObject();
    }

    /** Asks a client, and waits for its reply: by a ping if there is no XML (null). */
    public JsonObject ask(String id, String xml) throws IOException {
        JsonObject body = new JsonObject();
        body.addProperty("id", id);
        if (xml != null) {
            body.addProperty("xml", xml);
        }
        return admin.postJson(PluginPaths.SESSIONS + "/ask", body);
    }

    /** The same, on another thread. */
    public CompletableFuture<JsonObject> asking(String id, String xml) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ask(id, xml);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, request -> new Thread(request, "Administrator").start());
    }

    private static JsonObject ids(String id) {
        JsonArray ids = new JsonArray();
        ids.add(id);
        JsonObject body = new JsonObject();
        body.add("ids", ids);
        return body;
    }

    /** The text of a property; null if it is absent. */
    public static String text(JsonObject session, String key) {
        JsonElement value = session.get(key);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }

    /** Whether a flag is set. */
    public static boolean is(JsonObject session, String key) {
        JsonElement value = session.get(key);
        return value != null && !value.isJsonNull() && value.getAsBoolean();
    }
}
