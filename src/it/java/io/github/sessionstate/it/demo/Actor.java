package io.github.sessionstate.it.demo;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.dom4j.Element;

/**
 * A client of the demo. It arrives, lives by the steps of its role, over and over, and answers the server meanwhile.
 * When it is thrown out it comes back after some seconds.
 */
final class Actor {
    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final int TICK_MS = 700;

    /** What a client does in one step. */
    @FunctionalInterface
    interface Deed {
        void by(Actor actor) throws IOException;
    }

    /**
     * One step of a role.
     *
     * @param seconds about how long the client leaves it at that; 0: the next step follows at once
     */
    record Step(Deed deed, int seconds) {
    }

    private final OpenfireHost host;
    private final Part part;
    private final List<Step> arrival;
    private final List<Step> life;
    private StepClient client;
    private Element features;
    private String previous;
    private int next;
    private long due;

    private Actor(OpenfireHost host, Part part, List<Step> arrival, List<Step> life) {
        this.host = host;
        this.part = part;
        this.arrival = arrival;
        this.life = life;
    }

    /**
     * Has a client act on this stage until that is shut down.
     *
     * @param arrival the steps after each connect
     * @param life    the steps that follow again and again; if the last leaves, with the arrival between
     */
    static Actor enter(OpenfireHost host, ScheduledExecutorService stage, Part part, List<Step> arrival,
            List<Step> life) {
        Actor actor = new Actor(host, part, arrival, life);
        actor.due = System.nanoTime();
        stage.scheduleWithFixedDelay(actor::act, ThreadLocalRandom.current().nextInt(TICK_MS * 2), TICK_MS,
                TimeUnit.MILLISECONDS);
        return actor;
    }

    private void act() {
        try {
            if (client != null) {
                listen();
            }
            while (System.nanoTime() - due >= 0) {
                Step step = next < arrival.size() ? arrival.get(next) : life.get(next - arrival.size());
                next++;
                step.deed().by(this);
                if (next == arrival.size() + life.size()) {
                    next = client == null ? 0 : arrival.size();
                }
                stay(step.seconds());
            }
        } catch (IOException e) {
            // Thrown out: by a rival, by the server, or from the page.
            vanish();
            next = 0;
            stay(8);
        }
    }

    private void stay(int seconds) {
        due = System.nanoTime() + (seconds == 0 ? 0
                : TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(seconds * 500L, seconds * 1500L)));
    }

    // --- what it answers

    private void listen() throws IOException {
        for (Element stanza = client.read(GLANCE); stanza != null; stanza = client.read(GLANCE)) {
            String type = stanza.attributeValue("type", "");
            if (stanza.getName().equals("iq") && (type.equals("get") || type.equals("set"))) {
                answer(stanza, type);
            }
        }
    }

    private void answer(Element request, String type) throws IOException {
        List<Element> content = request.elements();
        String namespace = content.isEmpty() ? "" : content.get(0).getNamespaceURI();
        String answer = type.equals("set") ? "" : switch (namespace) {
            case "jabber:iq:version" -> part.program().softwareVersion();
            case "http://jabber.org/protocol/disco#info" -> part.program().features();
            case "urn:xmpp:ping" -> "";
            default -> "<error type='cancel'>"
                    + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
        };
        String from = request.attributeValue("from");
        client.send("<iq type='" + (answer.startsWith("<error") ? "error" : "result") + "' id='"
                + StepClient.escape(request.attributeValue("id", "")) + "'"
                + (from == null ? "" : " to='" + StepClient.escape(from) + "'") + ">" + answer + "</iq>");
    }

    // --- deeds

    /** Connects, and says nothing. */
    void connect() throws IOException {
        client = switch (part.way()) {
            case TCP, STARTTLS -> connectFromAddress();
            case DIRECT_TLS -> host.connectTls();
            case BOSH -> host.connectBosh(Map.of("X-Forwarded-For", part.address()));
            case WEBSOCKET -> host.connectWebSocket();
        };
    }

    private RawClient connectFromAddress() throws IOException {
        try {
            return host.connectFrom(InetAddress.getByName(part.address()));
        } catch (BindException e) {
            // Not every system has more than one loopback address.
            return host.connect();
        }
    }

    /** Opens the stream, and goes over to TLS if it is to. */
    void open() throws IOException {
        client.openStream();
        if (part.way() == Way.STARTTLS) {
            ((RawClient) client).startTls();
        }
    }

    /** Tries a password. */
    void guess(String username, String password) throws IOException {
        client.auth(username, password);
    }

    /** All steps up to where a resource can be bound. */
    void authenticate() throws IOException {
        connect();
        open();
        client.authPlain(part.user(), part.password());
        features = client.openStream();
    }

    /** All steps up to a bound resource. */
    void logIn() throws IOException {
        authenticate();
        bind();
    }

    /** Asks for its resource. */
    void bind() throws IOException {
        client.bind(part.resource());
        if (client.boundJid() == null) {
            throw new IOException("The server refused to bind " + part.resource());
        }
    }

    /** Asks for the roster. */
    void requestRoster() throws IOException {
        client.rosterGet();
    }

    /** Wants copies of what its user's other resources send and get (XEP-0280). */
    void enableCarbons() throws IOException {
        client.iq("set", null, "<enable xmlns='urn:xmpp:carbons:2'/>");
    }

    /** Makes the session one that can be resumed (XEP-0198). */
    void enableResumption() throws IOException {
        previous = client.enableStreamManagement();
    }

    /** Says that nobody looks at it (XEP-0352), to a server that can be told. */
    void turnInactive() throws IOException {
        if (features.element("csi") != null) {
            client.send("<inactive xmlns='urn:xmpp:csi:0'/>");
        }
    }

    /** @param show null for available */
    void presence(String show, String status, int priority) throws IOException {
        client.presence((show == null ? "" : "<show>" + show + "</show>")
                + (status == null ? "" : "<status>" + StepClient.escape(status) + "</status>")
                + "<priority>" + priority + "</priority>" + part.program().capabilities());
    }

    /** Is seen by nobody any more. */
    void unavailable() throws IOException {
        client.unavailable();
    }

    /** Is seen by one only. */
    void showTo(String jid) throws IOException {
        client.send("<presence to='" + StepClient.escape(jid) + "'/>");
    }

    /** Sends a chat message. */
    void say(String jid, String text) throws IOException {
        client.send("<message type='chat' to='" + StepClient.escape(jid) + "'><body>" + StepClient.escape(text)
                + "</body></message>");
    }

    /** Sends XML as it is. */
    void send(String xml) throws IOException {
        client.send(xml);
    }

    /** Loses the connection so that the session can be resumed. */
    void detach() throws IOException {
        host.loseConnection(client);
        client = null;
    }

    /** Goes on with the session that it was detached from; if that is over it gets a new one. */
    void resume() throws IOException {
        authenticate();
        if (!client.resume(previous).getName().equals("resumed")) {
            bind();
        }
    }

    /** Loses the connection for good. */
    void drop() throws IOException {
        if (client instanceof RawClient onTcp) {
            onTcp.dropReset();
        } else {
            client.close();
        }
        client = null;
    }

    /** Ends the session in good order. */
    void leave() throws IOException {
        client.closeStream();
        client = null;
    }

    /** Is gone, whatever it was doing. */
    void vanish() {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            System.err.println("A client of the demo could not close its connection: " + e);
        }
        client = null;
    }
}
