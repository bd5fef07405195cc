package io.github.sessionstate.it.demo;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A client of the demo: connects, plays the steps of its role with pauses between them, leaves, and begins again. */
final class Actor {
    private static final Duration GLANCE = Duration.ofMillis(1);

    /** One step of a role. */
    @FunctionalInterface
    interface Step {
        void play(RawClient client) throws IOException;
    }

    private final OpenfireHost host;
    private final ScheduledExecutorService stage;
    private final boolean isTls;
    private final List<Step> role;
    private RawClient client;
    private int next;

    private Actor(OpenfireHost host, ScheduledExecutorService stage, boolean isTls, List<Step> role) {
        this.host = host;
        this.stage = stage;
        this.isTls = isTls;
        this.role = role;
    }

    static void enter(OpenfireHost host, ScheduledExecutorService stage, boolean isTls, List<Step> role) {
        new Actor(host, stage, isTls, role).pause();
    }

    private void pause() {
        stage.schedule(this::act, ThreadLocalRandom.current().nextLong(500, 4000), TimeUnit.MILLISECONDS);
    }

    private void act() {
        try {
            if (client == null) {
                client = isTls ? host.connectTls() : host.connect();
                next = 0;
            } else if (next < role.size()) {
                readAll();
                role.get(next++).play(client);
            } else {
                leave();
            }
        } catch (IOException e) {
            // Thrown out: by the rival, or from the page. Begin again.
            leave();
        }
        pause();
    }

    /** What the server sent meanwhile is of no interest, except for the end of the stream. */
    private void readAll() throws IOException {
        boolean isMore = true;
        while (isMore) {
            isMore = client.read(GLANCE) != null;
        }
    }

    private void leave() {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            System.err.println("A demo client could not close its connection: " + e);
        }
        client = null;
    }
}
