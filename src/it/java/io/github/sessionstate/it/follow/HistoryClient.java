package io.github.sessionstate.it.follow;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.dom4j.Element;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StreamEndedException;

/**
 * A client that does what its source of chance says, one life after the other, and knows what the table must have of
 * it: its own naive model. For one thread at a time.
 */
final class HistoryClient {
    /** How far the client has come. */
    enum Stage { GONE, ACCEPTED, OPENED, AUTHENTICATED, RESTARTED, BOUND }

    private static final String[] USERS = {"john", "jane", "juan"};

    private final OpenfireHost host;
    private final SessionTable table;
    private final int number;
    private final Random random;

    private RawClient client;
    private Stage stage = Stage.GONE;
    private String jid;
    private boolean available;
    private boolean interested;
    private int priority;
    private String previous;
    /** What the client left behind to resume. */
    private Left left;
    private String lastAction = "nothing";
    // Binds of the shared resource since the last round, and whether it is uncertain what the session has.
    private int sharedBinds;
    private boolean contested;

    /** A session without a connection. */
    record Left(String jid, String previous, boolean available, boolean interested, int priority,
                boolean contested) {
    }

    HistoryClient(OpenfireHost host, SessionTable table, int number, Random random) {
        this.host = host;
        this.table = table;
        this.number = number;
        this.random = random;
    }

    Stage stage() {
        return stage;
    }

    int port() {
        return client.localPort();
    }

    String username() {
        return stage.compareTo(Stage.AUTHENTICATED) >= 0 ? user() : null;
    }

    String jid() {
        return jid;
    }

    boolean isAvailable() {
        return available;
    }

    boolean isInterested() {
        return interested;
    }

    int priority() {
        return priority;
    }

    boolean holdsShared() {
        return jid != null && jid.endsWith("/shared");
    }

    /** How often the client bound the shared resource since the last call. */
    int takeSharedBinds() {
        int binds = sharedBinds;
        sharedBinds = 0;
        return binds;
    }

    /** The session replaced another: what that client had on the way may count for this one, in the host as well. */
    void contest() {
        contested = true;
    }

    boolean isContested() {
        return contested;
    }

    /** What it left behind; null if nothing. */
    Left left() {
        return left;
    }

    String user() {
        return USERS[number % USERS.length];
    }

    // ------------------------------------------------------------------ one action

    /** Does something that the stage allows. A connection that the server ended meanwhile is found out. */
    void act() throws IOException {
        try {
            actInStage();
        } catch (StreamEndedException | SocketException e) {
            ended();
        } catch (IOException e) {
            throw inVain(e);
        }
    }

    private void actInStage() throws IOException {
        int choice = random.nextInt(100);
        switch (stage) {
            case GONE -> begin(choice);
            case ACCEPTED -> {
                if (choice < 80) {
                    did("open");
                    client.openStream();
                    stage = Stage.OPENED;
                } else {
                    end(choice);
                }
            }
            case OPENED -> authenticate(choice);
            case AUTHENTICATED -> {
                if (choice < 85) {
                    did("restart");
                    client.openStream();
                    stage = Stage.RESTARTED;
                } else {
                    end(choice);
                }
            }
            case RESTARTED -> {
                if (choice < 85) {
                    bind(choice);
                } else {
                    end(choice);
                }
            }
            default -> actBound(choice);
        }
    }

    private void begin(int choice) throws IOException {
        if (left != null && choice < 60) {
            resume();
            return;
        }
        did("connect");
        client = host.connect();
        stage = Stage.ACCEPTED;
    }

    private void authenticate(int choice) throws IOException {
        if (choice < 20) {
            did("fail to authenticate");
            client.auth(user(), "wrong");
        } else if (choice < 85) {
            did("authenticate");
            client.authPlain(user(), HostOptions.PASSWORD);
            stage = Stage.AUTHENTICATED;
        } else {
            end(choice);
        }
    }

    private void bind(int choice) throws IOException {
        String resource = choice < 45 ? "own-" + number : choice < 70 ? "shared" : null;
        did("bind " + resource);
        Element answer = client.bind(resource);
        if ("result".equals(answer.attributeValue("type"))) {
            stage = Stage.BOUND;
            jid = client.boundJid();
            if (left != null && left.jid().equals(jid)) {
                left = null;
            }
            sharedBinds += holdsShared() ? 1 : 0;
        }
    }

    private void actBound(int choice) throws IOException {
        if (choice < 12) {
            did("get the roster");
            twiceIfAnswersGetLost(client::rosterGet);
            interested = true;
        } else if (choice < 34) {
            int wish = random.nextInt(300) - 150;
            did("send presence with priority " + wish);
            client.presence("<priority>" + wish + "</priority>");
            available = true;
            priority = Math.max(-128, Math.min(127, wish));
        } else if (choice < 44) {
            did("send directed presence");
            client.send("<presence to='" + USERS[random.nextInt(USERS.length)]
                    + "@example.org/own-1'><priority>9</priority></presence>");
        } else if (choice < 54) {
            did("become unavailable");
            client.unavailable();
            available = false;
            priority = 0;
        } else if (choice < 62) {
            did("send a message");
            client.send("<message to='" + USERS[random.nextInt(USERS.length)] + "@example.org'><body>x</body></message>");
        } else if (choice < 66) {
            did("bind again");
            Element answer = client.bind("again");
            if (!"error".equals(answer.attributeValue("type"))) {
                throw new AssertionError(this + ": a second bind was answered with " + answer.asXML());
            }
        } else if (choice < 78 && jid.contains("/own-") && left == null
                // There it depends on chance whether a session outlives its connection.
                && !host.has(HostDefect.FIN_ENDS_RESUMABLE_SESSION)) {
            manage();
        } else if (choice < 82 && previous == null) {
            did("break the XML");
            client.send("<message><body>&undefined;</body></message>");
            client.awaitEnd();
            forget();
        } else if (choice > 88) {
            end(choice);
        }
    }

    /** Turns stream management on; then, or later, the connection breaks and can be resumed. */
    private void manage() throws IOException {
        if (previous == null) {
            did("enable stream management");
            previous = client.enableStreamManagement();
        } else {
            did("vanish");
            // All that was sent must be worked off: what the host drops with the connection has not happened.
            client.sync();
            leave();
            host.loseConnection(client);
            forget();
        }
    }

    private void leave() {
        if (previous != null) {
            left = new Left(jid, previous, available, interested, priority, contested);
        }
    }

    /** The server ended the connection; what can be resumed has lost what was on the way. */
    private void ended() {
        if (previous != null) {
            left = new Left(jid, previous, available, interested, priority, true);
        }
        forget();
    }

    private void resume() throws IOException {
        did("resume " + left.jid());
        // Both hosts may harm a session that is resumed before they know of the end of its connection.
        Await.until(left.jid() + " is detached", RawClient.LIMIT,
                () -> SessionTable.is(table.byFullJid(left.jid()).get(0), "detached"));
        client = host.connect();
        client.authenticate(user(), HostOptions.PASSWORD);
        Element answer = client.resume(left.previous());
        if (answer.getName().equals("failed")) {
            throw new AssertionError(this + ": not resumed: " + answer.asXML());
        }
        stage = Stage.BOUND;
        jid = left.jid();
        previous = left.previous();
        available = left.available();
        interested = left.interested();
        priority = left.priority();
        contested = left.contested();
        left = null;
    }

    private void end(int choice) throws IOException {
        switch (choice % 3) {
            case 0 -> {
                did("close the stream");
                if (stage == Stage.ACCEPTED) {
                    client.close();
                } else {
                    client.closeStream();
                }
            }
            case 1 -> {
                did(previous == null ? "vanish with a FIN" : "vanish");
                syncIfBound();
                leave();
                if (previous == null) {
                    client.close();
                } else {
                    host.loseConnection(client);
                }
            }
            default -> {
                did("vanish with a reset");
                if (previous != null) {
                    // What becomes of such a session depends on the host.
                    client.closeStream();
                } else {
                    client.dropReset();
                }
            }
        }
        forget();
    }

    private void syncIfBound() throws IOException {
        if (stage == Stage.BOUND) {
            twiceIfAnswersGetLost(client::sync);
        }
    }

    /** One answer may be lost, where the session of another client that had its JID ends late. */
    private void twiceIfAnswersGetLost(Request request) throws IOException {
        try {
            request.send();
        } catch (StreamEndedException | SocketException e) {
            throw e;
        } catch (IOException e) {
            if (!holdsShared() || !host.has(HostDefect.LATE_END_TAKES_ROUTE)) {
                throw e;
            }
            System.out.println(inVain(e).getMessage() + "; asks again");
            request.send();
        }
    }

    @FunctionalInterface
    private interface Request {
        void send() throws IOException;
    }

    // ------------------------------------------------------------------ between the rounds

    /** Waits until the server is through with all that this client sent, and takes in whether it ended the stream. */
    void settle() throws IOException {
        if (stage == Stage.GONE) {
            return;
        }
        try {
            syncIfBound();
            while (client.read(Duration.ofMillis(1)) != null) {
                // What else arrives does not matter here.
            }
        } catch (StreamEndedException | SocketException e) {
            client.close();
            ended();
        } catch (IOException e) {
            throw inVain(e);
        }
    }

    /** The session was closed by the administrator. */
    void closed() throws IOException {
        did("be closed");
        client.close();
        forget();
    }

    /** The session that was left was closed by the administrator. */
    void leftClosed() {
        did("have what was left closed");
        left = null;
    }

    /** What the table and the host have of a client that got no answer. */
    private IOException inVain(IOException cause) throws IOException {
        List<String> ofHost = host.probe().stream().filter(line -> jid == null || line.contains(jid)).toList();
        return new IOException(this + " waits in vain; table: " + (jid == null ? List.of() : table.byFullJid(jid))
                + ", host: " + ofHost, cause);
    }

    private void forget() {
        stage = Stage.GONE;
        client = null;
        jid = null;
        available = false;
        interested = false;
        priority = 0;
        previous = null;
        contested = false;
    }

    private void did(String action) {
        lastAction = action;
    }

    @Override
    public String toString() {
        return "client " + number + " (" + user() + (client == null ? "" : ", port " + client.localPort()) + ", "
                + stage + (jid == null ? "" : ", " + jid) + ", last: " + lastAction + ")";
    }
}
