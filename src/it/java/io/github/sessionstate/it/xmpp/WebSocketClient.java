package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/** A {@link StepClient} on WebSocket (RFC 7395): each element travels in a message of its own. */
public final class WebSocketClient extends StepClient {
    private static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private volatile boolean ended;

    /**
     * Connects, and sends no XML.
     *
     * @param headers what the HTTP request has in its header besides, such as what a proxy adds
     */
    public WebSocketClient(URI uri, String domain, Map<String, String> headers) throws IOException {
        super(domain);
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder().subprotocols("xmpp");
        headers.forEach(builder::header);
        try {
            socket = builder.buildAsync(uri, new Listener()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("No WebSocket at " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                arrived.add(part.toString());
                part.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            ended = true;
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            ended = true;
        }
    }

    @Override
    public Element openStream() throws IOException {
        send("<open xmlns='" + FRAMING + "' to='" + domain + "' version='1.0'/>");
        return awaitElement(element -> element.getName().equals("features"));
    }

    @Override
    public void send(String xml) throws IOException {
        try {
            socket.sendText(Framing.qualified(xml), true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StreamEndedException("The WebSocket is closed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    Element receive(long end) throws IOException {
        while (true) {
            boolean wasEnded = ended;
            try {
                String text = arrived.poll(5, TimeUnit.MILLISECONDS);
                if (text != null) {
                    Element element = parse(text);
                    if (element.getName().equals("close") && element.getNamespaceURI().equals(FRAMING)) {
                        throw new StreamEndedException("The server closed the stream");
                    }
                    return element;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
            if (wasEnded) {
                throw new StreamEndedException("The server closed the WebSocket");
            }
            if (System.nanoTime() > end) {
                return null;
            }
        }
    }

    private static Element parse(String text) throws IOException {
        try {
            return DocumentHelper.parseText(text).getRootElement();
        } catch (DocumentException e) {
            throw new IOException("Not well-formed: " + text, e);
        }
    }

    @Override
    String incomplete() {
        return "";
    }

    @Override
    String idPrefix() {
        return "w" + Integer.toHexString(System.identityHashCode(this)) + "-";
    }

    @Override
    public void closeStream() throws IOException {
        send("<close xmlns='" + FRAMING + "'/>");
        awaitEnd();
        close();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
