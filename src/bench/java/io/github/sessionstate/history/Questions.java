package io.github.sessionstate.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Asks a history, each time for something else, as the rows have it. One at a time. */
final class Questions {
    private static final int PAGE = 101;
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> CAUSES = List.of("closed_by_client", "connection_lost", "replaced", "idle",
            "detach_expired", "stream_error", "server_shutdown", "limit", "closed_by_admin", "tls_failed", "server_lost");

    private final History history;
    private final Sizes sizes;
    private final Random random = new Random(20);

    Questions(History history, Sizes sizes) {
        this.history = history;
        this.sizes = sizes;
    }

    /** Asks all of them often, and prints a table. */
    void run() throws Exception {
        // What is compiled, and what the database plans once for all, is so by then.
        for (int i = 0; i < 20; i++) {
            any();
        }
        Report.head();
        times("sessions of a user", () -> find(user(), null, null, null, null, null, null));
        times("… in a week", () -> {
            Instant to = moment();
            return find(user(), null, null, to.minus(DAY.multipliedBy(7)), to, null, null);
        });
        times("… the page behind a place", () -> find(user(), null, null, null, null, null, place()));
        times("of an address", () -> find(null, address(), null, null, null, null, null));
        times("… in a week", () -> {
            Instant to = moment();
            return find(null, address(), null, to.minus(DAY.multipliedBy(7)), to, null, null);
        });
        times("… the page behind a place", () -> find(null, address(), null, null, null, null, place()));
        times("of a cause", () -> find(null, null, cause(), null, null, null, null));
        times("… in a week", () -> {
            Instant to = moment();
            return find(null, null, cause(), to.minus(DAY.multipliedBy(7)), to, null, null);
        });
        times("… the page behind a place", () -> find(null, null, cause(), null, null, null, place()));
        times("ended in the last week", () -> find(null, null, null, now().minus(DAY.multipliedBy(7)), null, null, null));
        times("ended in a day", () -> {
            Instant to = moment();
            return find(null, null, null, to.minus(DAY), to, null, null);
        });
        times("… the page behind a place", () -> find(null, null, null, null, null, null, place()));
        times("online at a moment", () -> find(null, null, null, null, null, moment(), null));
        times("… the page behind a place", this::onlineBehind);
        times("… of a user", () -> find(user(), null, null, null, null, moment(), null));
        times("failed logins of a user", () -> logins(user(), null, null, null));
        times("of an address", () -> logins(null, attacker(), null, null));
        times("in a day", () -> {
            Instant to = loginMoment();
            return logins(null, null, to.minus(DAY), to);
        });
    }

    private void times(String what, Callable<Integer> question) throws Exception {
        Report.times(what, sizes.asked(), question);
    }

    /** One of them. */
    int any() {
        return switch (random.nextInt(6)) {
            case 0 -> find(user(), null, null, null, null, null, null);
            case 1 -> find(null, address(), null, null, null, null, null);
            case 2 -> find(null, null, cause(), null, null, null, null);
            case 3 -> find(null, null, null, null, moment(), null, null);
            case 4 -> find(null, null, null, null, null, moment(), null);
            default -> logins(user(), null, null, null);
        };
    }

    // ------------------------------------------------------------------ asking

    private int find(String username, String ip, String cause, Instant from, Instant to, Instant onlineAt, Place before) {
        return get(history.sessions(new PastQuery(username, ip, cause, from, to, onlineAt, before, PAGE))).size();
    }

    private int onlineBehind() {
        Instant at = moment();
        return find(null, null, null, null, null, at, new Place(at.plus(DAY).toEpochMilli(), "k"));
    }

    private int logins(String username, String ip, Instant from, Instant to) {
        return get(history.logins(new LoginQuery(username, ip, from, to, null, PAGE))).size();
    }

    static <T> T get(Future<T> result) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // ------------------------------------------------------------------ drawing

    private Instant now() {
        return Instant.ofEpochMilli(sizes.now());
    }

    private Instant moment() {
        return Instant.ofEpochMilli(sizes.first() + (long) (random.nextDouble() * (sizes.now() - sizes.first())));
    }

    private Instant loginMoment() {
        return Instant.ofEpochMilli(sizes.firstLogin() + (long) (random.nextDouble() * (sizes.now() - sizes.firstLogin())));
    }

    private Place place() {
        return new Place(moment().toEpochMilli(), "k");
    }

    private String user() {
        double who = random.nextDouble();
        return who < 0.02 ? "robot" : "user" + (int) (Sizes.USERS * who * who);
    }

    private String address() {
        int host = random.nextInt(Sizes.ADDRESSES);
        return switch (random.nextInt(10)) {
            case 0 -> random.nextBoolean() ? "192.0.2.1" : "192.0.2.0/24";
            case 1 -> "2001:db8:" + Integer.toHexString(host % 5000) + "::/48";
            case 2 -> "2001:db8:" + Integer.toHexString(host % 5000) + ":0:0:0:0:" + Integer.toHexString(host);
            case 3, 4, 5 -> network(host) + "0/24";
            default -> network(host) + host % 256;
        };
    }

    private static String network(int host) {
        return "10." + host / 65536 + '.' + host / 256 % 256 + '.';
    }

    private String attacker() {
        return random.nextBoolean() ? "198.51.100." + random.nextInt(50) : address();
    }

    private String cause() {
        return CAUSES.get(random.nextInt(CAUSES.size()));
    }
}
