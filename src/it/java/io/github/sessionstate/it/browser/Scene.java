package io.github.sessionstate.it.browser;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A few clients that stand still, each in another state, for a picture of the page. */
public final class Scene implements AutoCloseable {
    /** The resource whose connection is gone. */
    public static final String DETACHED = "jane@example.org/tablet";

    private final OpenfireHost host;
    private final List<RawClient> clients = new ArrayList<>();

    private Scene(OpenfireHost host) {
        this.host = host;
    }

    /** Brings the clients into their states. */
    public static Scene set(OpenfireHost host) throws IOException {
        Scene scene = new Scene(host);
        try {
            scene.play();
            return scene;
        } catch (IOException e) {
            scene.close();
            throw e;
        }
    }

    /** All clients but the one that left its session behind. */
    public List<RawClient> clients() {
        return clients;
    }

    private void play() throws IOException {
        available("john", "balcony", "<priority>5</priority>");
        available("john", "phone", "<show>away</show><status>Back in a minute</status><priority>1</priority>");
        available("jane", "office", "<show>dnd</show><status>In a meeting</status><priority>10</priority>");
        detached();
        available("juan", "street", "<show>xa</show><priority>-1</priority>");
        available("juan", "desk", "<show>chat</show><status>&lt;Let's talk&gt;</status>");
        RawClient interested = bound("john", "console");
        interested.rosterGet();
        bound("jane", "sensor");
        RawClient unbound = secured();
        unbound.authPlain("juan", HostOptions.PASSWORD);
        unbound.openStream();
        secured().auth("jane", "guess");
        enter(host.connect()).openStream();
        enter(host.connect());
    }

    private void available(String username, String resource, String presence) throws IOException {
        RawClient client = bound(username, resource);
        client.rosterGet();
        client.presence(presence);
        client.sync();
    }

    private RawClient bound(String username, String resource) throws IOException {
        RawClient client = secured();
        client.authPlain(username, HostOptions.PASSWORD);
        client.openStream();
        client.bind(resource);
        return client;
    }

    private RawClient secured() throws IOException {
        RawClient client = enter(host.connect());
        client.openStream();
        client.startTls();
        return client;
    }

    private void detached() throws IOException {
        RawClient client = bound("jane", "tablet");
        client.rosterGet();
        client.presence("<show>away</show><priority>2</priority>");
        client.enableStreamManagement();
        clients.remove(client);
        host.loseConnection(client);
    }

    private RawClient enter(RawClient client) {
        clients.add(client);
        return client;
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }
}
