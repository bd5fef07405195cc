package io.github.sessionstate.it.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.dom4j.Element;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** Gives users the rosters that a scenario begins with, as their own clients would. */
final class ScenarioRosters implements AutoCloseable {
    private final AdminClient admin;
    private final Map<String, RawClient> clients = new HashMap<>();

    /** @param users who must exist, with the password of all test users */
    ScenarioRosters(OpenfireHost host, AdminClient admin, Iterable<String> users) throws IOException {
        this.admin = admin;
        for (String user : users) {
            RawClient client = host.connect();
            clients.put(user, client);
            client.login(user, HostOptions.PASSWORD, "rosters");
            client.presence("");
            client.sync();
        }
    }

    void set(Map<String, JsonArray> rosters) throws IOException {
        // The removal of one side leaves the other's item, and offers it as a request again.
        for (int round = 0; round < 2; round++) {
            for (RawClient client : clients.values()) {
                empty(client);
            }
            for (RawClient client : clients.values()) {
                client.sync();
            }
        }
        for (Map.Entry<String, JsonArray> roster : rosters.entrySet()) {
            for (JsonElement item : roster.getValue()) {
                add(clients.get(roster.getKey()), item.getAsJsonObject());
            }
        }
        for (Map.Entry<String, JsonArray> roster : rosters.entrySet()) {
            for (JsonElement item : roster.getValue()) {
                subscribe(roster.getKey(), item.getAsJsonObject());
            }
        }
    }

    // From the plugin's table: 4.2.0 hides contacts without any subscription from their own user.
    private void empty(RawClient client) throws IOException {
        JsonObject session = admin.getJson(PluginPaths.SESSIONS + "?fields=all&full_jid=" + client.boundJid())
                .getAsJsonArray("sessions").get(0).getAsJsonObject();
        for (JsonElement contact : session.getAsJsonArray("roster")) {
            Element answer = client.iq("set", null, "<query xmlns='jabber:iq:roster'><item jid='"
                    + RawClient.escape(contact.getAsString()) + "' subscription='remove'/></query>");
            if (!"result".equals(answer.attributeValue("type"))) {
                throw new IOException("The contact was not removed: " + answer.asXML());
            }
        }
    }

    private static void add(RawClient client, JsonObject item) throws IOException {
        StringBuilder xml = new StringBuilder("<item jid='").append(text(item, "jid")).append('\'');
        if (text(item, "name") != null) {
            xml.append(" name='").append(RawClient.escape(text(item, "name"))).append('\'');
        }
        xml.append('>');
        if (item.has("groups")) {
            item.getAsJsonArray("groups").forEach(group ->
                    xml.append("<group>").append(RawClient.escape(group.getAsString())).append("</group>"));
        }
        client.iq("set", null, "<query xmlns='jabber:iq:roster'>" + xml + "</item></query>");
    }

    private void subscribe(String user, JsonObject item) throws IOException {
        String subscription = text(item, "subscription");
        if (!"to".equals(subscription) && !"both".equals(subscription)) {
            return;
        }
        String contact = text(item, "jid");
        RawClient peer = clients.get(contact.substring(0, contact.indexOf('@')));
        clients.get(user).send("<presence type='subscribe' to='" + contact + "'/>");
        clients.get(user).sync();
        peer.sync();
        peer.send("<presence type='subscribed' to='" + user + "@" + HostOptions.DOMAIN + "'/>");
        peer.sync();
        clients.get(user).sync();
    }

    private static String text(JsonObject item, String key) {
        JsonElement value = item.get(key);
        return value == null || value.isJsonNull() ? null : value.getAsString();
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients.values()) {
            client.closeStream();
        }
        // The scenario begins with nobody there; 4.8 tells of no end, so that it is seen a moment later.
        for (RawClient client : clients.values()) {
            Await.until("the end of " + client.boundJid(), Duration.ofSeconds(5), () -> admin
                    .getJson(PluginPaths.SESSIONS + "?fields=id&full_jid=" + client.boundJid())
                    .getAsJsonArray("sessions").isEmpty());
        }
    }
}
