package io.github.sessionstate.it.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.xmpp.packet.JID;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.xmpp.RawClient;

/** Plays a scenario against a host: does each step, lets it settle, and takes the plugin's table. */
final class ScenarioRun implements AutoCloseable {
    private static final Duration ANSWER = Patience.of(Duration.ofSeconds(3));
    private static final Duration VANISH = Patience.of(Duration.ofMillis(1500));
    private static final Duration SETTLE = Patience.of(Duration.ofSeconds(3));
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final int EQUAL_READS = 2;
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)(?:\\.(\\w+))?}");

    private final OpenfireHost host;
    private final AdminClient admin;
    private final boolean isSasl2;
    private final Map<String, ScenarioClient> clients = new HashMap<>();
    // In order of first use; the port of each one's last connection.
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Set<Integer> formerPorts = new HashSet<>();
    private final Map<String, String> symbols = new HashMap<>();
    private int lastId;

    /** @param isSasl2 whether clients log in by SASL2 (XEP-0388), and restart no stream */
    ScenarioRun(OpenfireHost host, AdminClient admin, boolean isSasl2) {
        this.host = host;
        this.admin = admin;
        this.isSasl2 = isSasl2;
    }

    /** Does a step and returns the table once it has settled. */
    JsonObject play(JsonObject step) throws IOException {
        act(step);
        boolean isPassive = step.has("quiesce") && step.get("quiesce").getAsString().equals("passive");
        return settle(text(step, "c"), isPassive);
    }

    private void act(JsonObject step) throws IOException {
        String alias = text(step, "c");
        switch (text(step, "do")) {
            case "connect" -> connect(alias);
            case "open" -> open(client(alias), step);
            case "open2" -> restart(client(alias), step);
            case "auth" -> auth(client(alias), step);
            case "bind" -> bind(alias, step);
            case "roster_get" -> rosterGet(client(alias), step);
            case "roster_set" -> rosterSet(client(alias), step);
            case "presence" -> presence(client(alias), step);
            case "message" -> message(client(alias), step);
            case "send" -> send(client(alias), step);
            case "close" -> closeStream(client(alias));
            case "drop" -> client(alias).drop(!"fin".equals(text(step, "mode")));
            case "wait" -> pumpUntil(Duration.ofMillis(step.get("ms").getAsLong()), () -> false);
            case "login" -> login(alias, step);
            default -> throw new IllegalArgumentException("Unknown step " + step);
        }
    }

    private ScenarioClient client(String alias) {
        return clients.get(alias);
    }

    // ------------------------------------------------------------------ steps

    private void connect(String alias) throws IOException {
        ScenarioClient former = clients.get(alias);
        if (former != null) {
            formerPorts.add(former.port());
        }
        ScenarioClient client = new ScenarioClient(host.connect());
        clients.put(alias, client);
        ports.put(alias, client.port());
    }

    private void open(ScenarioClient client, JsonObject step) {
        String to = step.has("to") ? text(step, "to") : HostOptions.DOMAIN;
        client.sendHeader("<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
                + "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'"
                + (to == null ? "" : " to='" + RawClient.escape(to) + "'") + ">");
        pumpUntil(ANSWER, () -> client.hasFeatures() || client.isOver());
    }

    private void restart(ScenarioClient client, JsonObject step) {
        if (!isSasl2 || !client.hasSucceeded()) {
            open(client, step);
        }
    }

    private void auth(ScenarioClient client, JsonObject step) {
        String authzid = step.has("authzid") ? text(step, "authzid") : "";
        String password = step.has("password") ? text(step, "password") : HostOptions.PASSWORD;
        String payload = step.has("raw") ? text(step, "raw") : Base64.getEncoder().encodeToString(
                (authzid + "\0" + text(step, "user") + "\0" + password).getBytes(StandardCharsets.UTF_8));
        String mechanism = step.has("mechanism") ? text(step, "mechanism") : "PLAIN";
        client.sendAuth(isSasl2
                ? "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='" + mechanism + "'><initial-response>" + payload
                        + "</initial-response></authenticate>"
                : "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>" + payload
                        + "</auth>");
        pumpUntil(ANSWER, () -> client.hasSaslAnswer() || client.isOver());
    }

    private void bind(String alias, JsonObject step) {
        ScenarioClient client = client(alias);
        String wish = fill(text(step, "resource"));
        if (step.has("repeat")) {
            wish = wish.repeat(step.get("repeat").getAsInt());
        }
        String inner = step.has("inner") ? text(step, "inner")
                : wish == null ? "" : "<resource>" + RawClient.escape(wish) + "</resource>";
        Element answer = request(client, step.has("iqtype") ? text(step, "iqtype") : "set", null,
                "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>" + inner + "</bind>");
        if (answer != null && answer.attributeValue("type").equals("result")) {
            String jid = answer.element("bind").elementText("jid");
            client.bound(jid);
            String resource = jid.substring(jid.indexOf('/') + 1);
            if (isMadeByServer(wish, resource)) {
                symbols.put(resource, "<generated:" + alias + ">");
            }
        }
    }

    /** Whether the server made up the resource, rather than took or numbered the one that the client wished for. */
    private static boolean isMadeByServer(String wish, String resource) {
        if (wish == null || wish.isEmpty()) {
            return true;
        }
        String prepared = wish;
        try {
            prepared = JID.resourceprep(wish);
        } catch (Exception e) {
            // It cannot be a resource, so that the server's cannot come from it.
        }
        for (String base : List.of(wish, prepared)) {
            if (resource.equals(base) || resource.matches(Pattern.quote(base) + "#\\d+")) {
                return false;
            }
        }
        return true;
    }

    private void rosterGet(ScenarioClient client, JsonObject step) {
        String version = text(step, "ver");
        Element last = client.answer("roster");
        if ("last".equals(version)) {
            version = last == null || last.element("query") == null ? "" : last.element("query").attributeValue("ver", "");
        }
        Element answer = request(client, "get", fill(text(step, "to")), "<query xmlns='jabber:iq:roster'"
                + (version == null ? "" : " ver='" + RawClient.escape(version) + "'") + "/>");
        if (answer != null && answer.element("query") != null) {
            client.keep("roster", answer);
        }
    }

    private void rosterSet(ScenarioClient client, JsonObject step) {
        StringBuilder item = new StringBuilder("<item jid='").append(RawClient.escape(fill(text(step, "jid"))))
                .append('\'');
        if (text(step, "name") != null) {
            item.append(" name='").append(RawClient.escape(text(step, "name"))).append('\'');
        }
        if (step.has("remove") && step.get("remove").getAsBoolean()) {
            item.append(" subscription='remove'");
        }
        item.append('>');
        if (step.has("groups")) {
            for (JsonElement group : step.getAsJsonArray("groups")) {
                item.append("<group>").append(RawClient.escape(group.getAsString())).append("</group>");
            }
        }
        request(client, "set", null, "<query xmlns='jabber:iq:roster'>" + item + "</item></query>");
    }

    private void presence(ScenarioClient client, JsonObject step) {
        StringBuilder stanza = new StringBuilder("<presence").append(attributes(step, "type", "to", "id")).append('>');
        for (String name : new String[] {"show", "status", "priority"}) {
            if (step.has(name)) {
                stanza.append('<').append(name).append('>').append(RawClient.escape(text(step, name))).append("</")
                        .append(name).append('>');
            }
        }
        client.send(stanza + (step.has("extra") ? text(step, "extra") : "") + "</presence>");
    }

    private void message(ScenarioClient client, JsonObject step) {
        client.send("<message" + attributes(step, "to", "type", "id") + "><body>"
                + RawClient.escape(step.has("body") ? text(step, "body") : "") + "</body></message>");
    }

    private String attributes(JsonObject step, String... names) {
        StringBuilder attributes = new StringBuilder();
        for (String name : names) {
            if (step.has(name)) {
                attributes.append(' ').append(name).append("='").append(RawClient.escape(fill(text(step, name))))
                        .append('\'');
            }
        }
        return attributes.toString();
    }

    private void send(ScenarioClient client, JsonObject step) {
        client.send(fill(text(step, "xml")));
        if ("features".equals(text(step, "await"))) {
            pumpUntil(ANSWER, () -> client.hasFeatures() || client.isOver());
        } else if ("eof".equals(text(step, "await"))) {
            pumpUntil(ANSWER, client::isOver);
        }
    }

    private void closeStream(ScenarioClient client) {
        client.send("</stream:stream>");
        pumpUntil(ANSWER, client::isOver);
    }

    private void login(String alias, JsonObject step) throws IOException {
        connect(alias);
        open(client(alias), new JsonObject());
        auth(client(alias), step);
        restart(client(alias), new JsonObject());
        bind(alias, step);
        if (step.has("roster") && step.get("roster").getAsBoolean()) {
            rosterGet(client(alias), new JsonObject());
        }
        JsonElement presence = step.get("presence");
        if (presence != null && presence.isJsonObject()) {
            presence(client(alias), presence.getAsJsonObject());
        } else if (presence != null && presence.getAsBoolean()) {
            presence(client(alias), new JsonObject());
        }
    }

    // ------------------------------------------------------------------ settling

    private JsonObject settle(String actor, boolean isPassive) throws IOException {
        if (!isPassive) {
            List<ScenarioClient> order = new ArrayList<>(clients.values());
            order.sort((a, b) -> Boolean.compare(b == clients.get(actor), a == clients.get(actor)));
            for (ScenarioClient client : order) {
                if (client.answers()) {
                    request(client, "get", HostOptions.DOMAIN, "<ping xmlns='urn:xmpp:ping'/>");
                }
            }
        }
        awaitComingAndGoing(actor);
        return awaitStable();
    }

    private void awaitComingAndGoing(String actor) throws IOException {
        long end = System.nanoTime() + VANISH.toNanos();
        while (System.nanoTime() < end) {
            pumpAll();
            Set<Integer> listed = new HashSet<>();
            sessions().forEach(session -> listed.add(Snapshot.port(session)));
            boolean gone = formerPorts.stream().noneMatch(listed::contains)
                    && clients.values().stream().noneMatch(client -> client.isOver() && listed.contains(client.port()));
            ScenarioClient acting = clients.get(actor);
            if (gone && (acting == null || acting.isOver() || listed.contains(acting.port()))) {
                return;
            }
        }
    }

    private JsonObject awaitStable() throws IOException {
        long end = System.nanoTime() + SETTLE.toNanos();
        JsonObject last = null;
        int equal = 0;
        while (equal < EQUAL_READS && System.nanoTime() < end) {
            JsonObject now = Snapshot.of(sessions(), ports, symbols);
            boolean isQuiet = !pumpUntil(QUIET, () -> false);
            equal = now.equals(last) && isQuiet ? equal + 1 : 0;
            last = now;
        }
        return last;
    }

    private List<JsonObject> sessions() throws IOException {
        return admin.getJson(PluginPaths.SESSIONS + "?fields=all").getAsJsonArray("sessions").asList().stream()
                .map(JsonElement::getAsJsonObject).toList();
    }

    // ------------------------------------------------------------------ plumbing

    /** The answer to a request; null if the connection ended or none came in time. */
    private Element request(ScenarioClient client, String type, String to, String content) {
        String id = "c" + ++lastId;
        client.send("<iq type='" + type + "' id='" + id + "'" + (to == null ? "" : " to='" + RawClient.escape(to) + "'")
                + ">" + content + "</iq>");
        pumpUntil(ANSWER, () -> client.answer(id) != null || client.isOver());
        return client.answer(id);
    }

    /** Reads from all clients until the condition holds or the time is over; returns whether anything arrived. */
    private boolean pumpUntil(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        boolean any = false;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            any |= pumpAll();
        }
        return any;
    }

    private boolean pumpAll() {
        boolean any = false;
        for (ScenarioClient client : clients.values()) {
            any |= client.pump();
        }
        return any;
    }

    /** Puts JIDs in the places of {@code ${alias}}, {@code ${alias.bare}} and {@code ${alias.resource}}. */
    private String fill(String text) {
        return text == null ? null : PLACE.matcher(text).replaceAll(place -> {
            String jid = client(place.group(1)).jid();
            if (jid == null) {
                jid = "unbound-" + place.group(1) + "@" + HostOptions.DOMAIN + "/none";
            }
            int slash = jid.indexOf('/');
            String part = place.group(2) == null ? jid
                    : place.group(2).equals("bare") ? jid.substring(0, slash) : jid.substring(slash + 1);
            return Matcher.quoteReplacement(part);
        });
    }

    private static String text(JsonObject step, String key) {
        JsonElement value = step.get(key);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }

    /** Ends all connections, and waits until the table is empty. */
    @Override
    public void close() throws IOException {
        for (ScenarioClient client : clients.values()) {
            if (!client.isOver()) {
                client.drop(false);
            }
        }
        long end = System.nanoTime() + ANSWER.toNanos();
        while (!sessions().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
