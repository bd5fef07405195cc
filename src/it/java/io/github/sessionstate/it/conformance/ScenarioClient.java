package io.github.sessionstate.it.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.dom4j.Element;

import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StreamEndedException;

/** One client of a scenario: reads without waiting, and answers what any client answers. */
final class ScenarioClient {
    private static final Duration NOW = Duration.ofMillis(1);
    private static final String PING_ERROR =
            "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

    private final RawClient client;
    private final Map<String, Element> answers = new HashMap<>();
    private boolean hasFeatures;
    private Element saslAnswer;
    private String jid;
    private boolean streamEnded;
    private boolean connectionEnded;

    ScenarioClient(RawClient client) {
        this.client = client;
    }

    int port() {
        return client.localPort();
    }

    /** The bound JID; null before. */
    String jid() {
        return jid;
    }

    void bound(String boundJid) {
        jid = boundJid;
    }

    boolean hasFeatures() {
        return hasFeatures;
    }

    boolean hasSaslAnswer() {
        return saslAnswer != null;
    }

    /** Whether the server has let the client in. */
    boolean hasSucceeded() {
        return saslAnswer != null && saslAnswer.getName().equals("success");
    }

    /** The answer to the request with this id; null while there is none. */
    Element answer(String id) {
        return answers.get(id);
    }

    /** Keeps an answer under another name than its id. */
    void keep(String name, Element answer) {
        answers.put(name, answer);
    }

    /** Whether the connection is over, by either side. */
    boolean isOver() {
        return connectionEnded;
    }

    /** Whether the server would answer a request. */
    boolean answers() {
        return jid != null && !streamEnded && !connectionEnded;
    }

    // ------------------------------------------------------------------ writing

    /** A stream header begins a new stream to read as well. */
    void sendHeader(String header) {
        hasFeatures = false;
        streamEnded = false;
        client.expectHeader();
        send(header);
    }

    void sendAuth(String xml) {
        saslAnswer = null;
        send(xml);
    }

    /** What cannot be written is found out by reading. */
    void send(String xml) {
        if (!connectionEnded) {
            try {
                client.send(xml);
            } catch (IOException e) {
                pump();
            }
        }
    }

    void drop(boolean reset) throws IOException {
        pump();
        if (reset) {
            client.dropReset();
        } else {
            client.close();
        }
        connectionEnded = true;
    }

    // ------------------------------------------------------------------ reading

    /** Takes in what has arrived; returns whether anything has. */
    boolean pump() {
        boolean any = false;
        while (!connectionEnded) {
            try {
                if (streamEnded) {
                    connectionEnded = client.awaitConnectionEnd(NOW);
                    return any || connectionEnded;
                }
                Element element = client.read(NOW);
                if (element == null) {
                    return any;
                }
                any = true;
                take(element);
            } catch (StreamEndedException e) {
                any = true;
                streamEnded = true;
            } catch (IOException e) {
                connectionEnded = true;
                return true;
            }
        }
        return any;
    }

    private void take(Element element) throws IOException {
        switch (element.getName()) {
            case "features" -> hasFeatures = true;
            case "success", "failure", "challenge" -> saslAnswer = element;
            case "iq" -> takeIq(element);
            default -> { }
        }
    }

    private void takeIq(Element iq) throws IOException {
        String id = iq.attributeValue("id", "");
        String type = iq.attributeValue("type", "");
        if (type.equals("result") || type.equals("error")) {
            answers.put(id, iq);
            return;
        }
        boolean isRosterPush = type.equals("set") && iq.element("query") != null
                && iq.element("query").getNamespaceURI().equals("jabber:iq:roster");
        String to = iq.attributeValue("from") == null ? ""
                : " to='" + RawClient.escape(iq.attributeValue("from")) + "'";
        send(isRosterPush ? "<iq type='result' id='" + RawClient.escape(id) + "'/>"
                : "<iq type='error' id='" + RawClient.escape(id) + "'" + to + ">" + PING_ERROR + "</iq>");
    }
}
