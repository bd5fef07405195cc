package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

import io.github.sessionstate.it.support.Patience;

/**
 * A {@link StepClient} on BOSH (XEP-0124, XEP-0206): while it reads, it keeps one request waiting at the server. What
 * is sent goes in a request of its own.
 */
public final class BoshClient extends StepClient {
    private static final int WAIT_SECONDS = 20;
    private static final long ARRIVAL_MILLIS = 50;
    // XEP-0124 §11: what the server takes at once, as it says for hold='1'.
    private static final int MAX_UNDER_WAY = 2;
    private static final long ANSWER_MILLIS = Patience.ofSeconds(2).toMillis();
    private static final long SURE_ARRIVAL_MILLIS = Patience.of(Duration.ofMillis(250)).toMillis();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final Map<String, String> headers;
    private final BlockingQueue<Element> arrived = new LinkedBlockingQueue<>();
    private long rid = ThreadLocalRandom.current().nextLong(1L << 40);
    private String sid;
    // Answers are taken in the order of their requests.
    private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
    private int underWay;
    private long lastRequest;
    private boolean ended;
    private String reason;
    private Element lastBody;

    /** @param headers what each HTTP request has in its header besides, such as what a proxy adds */
    public BoshClient(URI uri, String domain, Map<String, String> headers) {
        super(domain);
        this.uri = uri;
        this.headers = headers;
    }

    @Override
    public Element openStream() throws IOException {
        if (sid == null) {
            request(" to='" + domain + "' xml:lang='en' ver='1.6' wait='" + WAIT_SECONDS + "' hold='1' "
                    + "content='text/xml; charset=utf-8' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'", "");
        } else {
            request(" to='" + domain + "' xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='true'", "");
        }
        return awaitElement(element -> element.getName().equals("features"));
    }

    @Override
    public void send(String xml) throws IOException {
        request("", Framing.qualified(xml));
    }

    private synchronized void request(String attributes, String content) throws IOException {
        awaitArrival(ARRIVAL_MILLIS);
        awaitFewer(MAX_UNDER_WAY, ANSWER_MILLIS);
        if (ended) {
            throw new StreamEndedException("The server ended the session: " + reason);
        }
        String body = "<body rid='" + rid++ + "' xmlns='http://jabber.org/protocol/httpbind'"
                + (sid == null ? "" : " sid='" + sid + "'") + attributes + ">" + content + "</body>";
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(WAIT_SECONDS * 2))
                .header("Content-Type", "text/xml; charset=utf-8").POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        underWay++;
        lastRequest = System.nanoTime();
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        taken = taken.thenCombine(answer, (done, response) -> response).handle((response, failure) -> {
            take(response, failure);
            return null;
        });
    }

    private synchronized void take(HttpResponse<String> response, Throwable failure) {
        underWay--;
        notifyAll();
        Element body;
        try {
            if (failure != null || response.statusCode() != 200) {
                // The server does not know the session any more.
                throw new DocumentException(failure == null ? "HTTP " + response.statusCode() : failure.toString());
            }
            body = DocumentHelper.parseText(response.body()).getRootElement();
            lastBody = body;
        } catch (DocumentException e) {
            ended = true;
            reason = e.getMessage();
            return;
        }
        if (body.attributeValue("sid") != null) {
            sid = body.attributeValue("sid");
        }
        body.elements().forEach(element -> arrived.add(element.createCopy()));
        if ("terminate".equals(body.attributeValue("type"))) {
            ended = true;
            reason = body.attributeValue("condition");
        }
    }

    /**
     * Lets the server answer, if it has no request to do that with. Not while something waits to be read, as a restart of
     * the stream may follow: 5.1.1 answers that out of order, before an older request.
     */
    private synchronized void poll() throws IOException {
        if (!ended && underWay == 0 && arrived.isEmpty()) {
            request("", "");
        }
    }

    /** Has a request wait at the server: only in the answer to one can it tell something. */
    @Override
    public synchronized void keepWaiting() throws IOException {
        poll();
        awaitArrival(SURE_ARRIVAL_MILLIS);
    }

    /** The answer to the latest request that was answered with one; null before. */
    public synchronized Element lastBody() {
        return lastBody;
    }

    // Requests travel on connections of their own: the server must have the one before.
    private void awaitArrival(long millis) throws IOException {
        awaitFewer(1, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastRequest));
    }

    private void awaitFewer(int requests, long millis) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            long rest = millis;
            while (underWay >= requests && rest > 0) {
                wait(rest);
                rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    @Override
    Element receive(long end) throws IOException {
        while (true) {
            boolean wasEnded = isEnded();
            poll();
            try {
                Element element = arrived.poll(5, TimeUnit.MILLISECONDS);
                if (element != null) {
                    return element;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
            if (wasEnded) {
                throw new StreamEndedException("The server ended the session: " + reason);
            }
            if (System.nanoTime() > end) {
                return null;
            }
        }
    }

    @Override
    String incomplete() {
        return "";
    }

    @Override
    String idPrefix() {
        return "b" + Integer.toHexString(System.identityHashCode(this)) + "-";
    }

    @Override
    public void closeStream() throws IOException {
        request(" type='terminate'", "");
        awaitEnd();
    }

    /** Asks for nothing any more: the server finds out after its time for inactivity. */
    @Override
    public synchronized void close() {
        ended = true;
    }
}
