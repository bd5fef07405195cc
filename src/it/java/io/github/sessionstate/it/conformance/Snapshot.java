package io.github.sessionstate.it.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/** Brings the plugin's JSON into the form of the recordings, and compares the two. */
final class Snapshot {
    private static final List<String> PROPERTIES = List.of("conn", "notopen", "type", "username", "host", "resource",
            "full_jid", "priority", "presence", "interested", "roster_loaded", "roster");
    private static final List<String> TABLES = List.of("full_sessions", "bare_sessions", "unmatched");

    private Snapshot() {
    }

    /**
     * The table as a recording has it.
     *
     * @param sessions of the plugin's answer
     * @param ports    the port of each client that was ever connected; null for one that is not
     * @param symbols  for resources that the server made
     */
    static JsonObject of(List<JsonObject> sessions, Map<String, Integer> ports, Map<String, String> symbols) {
        JsonObject byAlias = new JsonObject();
        TreeSet<String> full = new TreeSet<>();
        Map<String, TreeSet<String>> bare = new TreeMap<>();
        List<String> unmatched = new ArrayList<>();
        ports.keySet().forEach(alias -> byAlias.add(alias, JsonNull.INSTANCE));
        for (JsonObject session : sessions) {
            JsonObject normal = normal(session, symbols);
            ports.entrySet().stream().filter(port -> Objects.equals(port.getValue(), port(session))).findFirst()
                    .ifPresentOrElse(port -> byAlias.add(port.getKey(), normal),
                            () -> unmatched.add(normal.get("type") + " " + normal.get("full_jid")));
            if (!normal.get("full_jid").isJsonNull()) {
                String jid = normal.get("full_jid").getAsString();
                full.add(jid);
                bare.computeIfAbsent(jid.substring(0, jid.indexOf('/')), key -> new TreeSet<>())
                        .add(normal.get("resource").getAsString());
            }
        }
        Collections.sort(unmatched);
        JsonObject bareSessions = new JsonObject();
        bare.forEach((jid, resources) -> bareSessions.add(jid, array(resources)));
        JsonObject snapshot = new JsonObject();
        snapshot.add("sessions", byAlias);
        snapshot.add("full_sessions", array(full));
        snapshot.add("bare_sessions", bareSessions);
        snapshot.add("unmatched", array(unmatched));
        return snapshot;
    }

    /** The client's port of a session; null while it has no connection. */
    static Integer port(JsonObject session) {
        JsonElement conn = session.get("conn");
        return isAbsent(conn) ? null : Integer.valueOf(conn.getAsJsonObject().get("port").getAsInt());
    }

    private static JsonObject normal(JsonObject session, Map<String, String> symbols) {
        JsonObject normal = new JsonObject();
        for (String property : PROPERTIES) {
            JsonElement value = session.get(property);
            normal.add(property, switch (property) {
                case "conn" -> new JsonPrimitive(!isAbsent(value));
                case "presence" -> isAbsent(value) ? JsonNull.INSTANCE : presence(value.getAsString());
                case "roster" -> isAbsent(value) ? JsonNull.INSTANCE : sorted(value.getAsJsonArray());
                default -> value == null ? JsonNull.INSTANCE : value;
            });
        }
        JsonElement resource = normal.get("resource");
        if (!resource.isJsonNull() && symbols.containsKey(resource.getAsString())) {
            String symbol = symbols.get(resource.getAsString());
            String jid = normal.get("full_jid").getAsString();
            normal.addProperty("resource", symbol);
            normal.addProperty("full_jid", jid.substring(0, jid.indexOf('/') + 1) + symbol);
        }
        return normal;
    }

    private static JsonObject presence(String xml) {
        Element stanza;
        try {
            stanza = DocumentHelper.parseText(xml).getRootElement();
        } catch (DocumentException e) {
            throw new IllegalStateException("Not well-formed: " + xml, e);
        }
        JsonObject presence = new JsonObject();
        for (String name : new String[] {"show", "status", "priority"}) {
            presence.add(name, JsonNull.INSTANCE);
        }
        List<String> children = new ArrayList<>();
        for (Element child : stanza.elements()) {
            children.add(child.getName());
            boolean isOwn = child.getNamespaceURI().isEmpty() || child.getNamespaceURI().equals("jabber:client");
            if (isOwn && presence.has(child.getName()) && presence.get(child.getName()).isJsonNull()) {
                presence.addProperty(child.getName(), child.getText());
            }
        }
        Collections.sort(children);
        presence.add("children", array(children));
        return presence;
    }

    /**
     * What is different, by where: {@code ALIAS.property}, {@code ALIAS} for a session that only one of them has, or a
     * table's name. The values are those of the second.
     */
    static Map<String, JsonElement> differences(JsonObject golden, JsonObject seen) {
        Map<String, JsonElement> differences = new TreeMap<>();
        JsonObject goldenSessions = golden.getAsJsonObject("sessions");
        JsonObject seenSessions = seen.getAsJsonObject("sessions");
        TreeSet<String> aliases = new TreeSet<>(goldenSessions.keySet());
        aliases.addAll(seenSessions.keySet());
        for (String alias : aliases) {
            JsonElement expected = goldenSessions.get(alias);
            JsonElement there = seenSessions.get(alias);
            if (isAbsent(expected) != isAbsent(there)) {
                differences.put(alias, isAbsent(there) ? JsonNull.INSTANCE : there);
            } else if (!isAbsent(expected)) {
                for (String property : PROPERTIES) {
                    JsonElement value = there.getAsJsonObject().get(property);
                    if (!expected.getAsJsonObject().get(property).equals(value)) {
                        differences.put(alias + "." + property, value);
                    }
                }
            }
        }
        for (String table : TABLES) {
            if (!golden.get(table).equals(seen.get(table))) {
                differences.put(table, seen.get(table));
            }
        }
        return differences;
    }

    private static boolean isAbsent(JsonElement value) {
        return value == null || value.isJsonNull();
    }

    private static JsonArray sorted(JsonArray array) {
        return array(new TreeSet<>(array.asList().stream().map(JsonElement::getAsString).toList()));
    }

    private static JsonArray array(Iterable<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
