package io.github.sessionstate.it.roster;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.dom4j.Element;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/** A user with resources for the mixes of interested and available, and what reached each of them of the roster. */
final class Resources implements AutoCloseable {
    /** A mix, which is also the name of the resource. */
    enum Mix {
        BOTH(true, true), INTERESTED(true, false), AVAILABLE(false, true), NEITHER(false, false);

        final boolean interested;
        final boolean available;

        Mix(boolean interested, boolean available) {
            this.interested = interested;
            this.available = available;
        }
    }

    private final String user;
    private final Map<Mix, RawClient> clients = new EnumMap<>(Mix.class);

    private Resources(String user) {
        this.user = user;
    }

    /** Logs in with one resource for each mix given, or for all mixes if none is. */
    static Resources login(OpenfireHost host, String user, Mix... mixes) throws IOException {
        Resources resources = new Resources(user);
        try {
            for (Mix mix : mixes.length == 0 ? Mix.values() : mixes) {
                RawClient client = host.connect();
                resources.clients.put(mix, client);
                client.login(user, HostOptions.PASSWORD, mix.name());
                if (mix.interested) {
                    client.rosterGet();
                }
                if (mix.available) {
                    client.presence("");
                }
                client.sync();
            }
            resources.takeNews();
            return resources;
        } catch (IOException | RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    String user() {
        return user;
    }

    String bareJid() {
        return user + "@" + HostOptions.DOMAIN;
    }

    RawClient client(Mix mix) {
        return clients.get(mix);
    }

    /**
     * What reached each resource since the last call: roster pushes and presence about subscriptions, as they came. A
     * ping of each client sees to it that nothing is still on its way.
     */
    Map<Mix, List<Element>> takeNews() throws IOException {
        Map<Mix, List<Element>> news = new EnumMap<>(Mix.class);
        for (Map.Entry<Mix, RawClient> client : clients.entrySet()) {
            client.getValue().sync();
            news.put(client.getKey(), client.getValue().takeUnread().stream().filter(Resources::isNews).toList());
        }
        return news;
    }

    private static boolean isNews(Element stanza) {
        String type = stanza.attributeValue("type", "");
        return isPush(stanza) || stanza.getName().equals("presence")
                && List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed").contains(type);
    }

    /** Whether it is a roster push. */
    static boolean isPush(Element stanza) {
        return stanza.getName().equals("iq") && "set".equals(stanza.attributeValue("type"))
                && stanza.elements().stream().anyMatch(c -> c.getNamespaceURI().equals("jabber:iq:roster"));
    }

    /** In a few words, such as {@code push jane@example.org to [Friends]} or {@code subscribed jane@example.org}. */
    static String describe(Element stanza) {
        if (!isPush(stanza)) {
            return stanza.attributeValue("type") + " " + stanza.attributeValue("from");
        }
        Element item = stanza.element("query").element("item");
        List<String> parts = Arrays.asList(item.attributeValue("jid"), item.attributeValue("subscription"),
                item.attributeValue("ask"),
                item.elements().isEmpty() ? null : item.elements().stream().map(Element::getText).toList().toString());
        return "push " + String.join(" ", parts.stream().filter(part -> part != null).toList());
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients.values()) {
            client.close();
        }
    }
}
