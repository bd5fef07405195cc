package io.github.sessionstate.it.support;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.probe.ProbeJar;

/** Sessions without clients, in a host that has the plugin which simulates them. */
public final class Simulation {
    private static final Duration MAKING_LIMIT = Duration.ofSeconds(90);

    private final AdminClient admin;

    /** @param host with the plugin that simulates */
    public Simulation(OpenfireHost host) throws IOException {
        admin = host.adminLogin();
    }

    /** Makes so many sessions, five for each user, and returns when the host has them. To be called once. */
    public void make(int sessions) throws IOException {
        tell("make", sessions);
        Await.until(sessions + " sessions are made", MAKING_LIMIT, () -> number(0) == sessions);
    }

    /** Begins to change the presence of sessions chosen at random, so many times per second. */
    public void change(int perSecond) throws IOException {
        tell("change", perSecond);
    }

    /** Ends the changes. */
    public void rest() throws IOException {
        tell("rest", 0);
    }

    /** How many changes the host has processed since they began. */
    public long changes() throws IOException {
        return number(1);
    }

    private long number(int index) throws IOException {
        return Long.parseLong(admin.get(ProbeJar.SIMULATION_PATH).body().split(" ")[index]);
    }

    private void tell(String what, int number) throws IOException {
        HttpResponse<String> answer =
                admin.post(ProbeJar.SIMULATION_PATH, Map.of("do", what, "number", String.valueOf(number)));
        if (answer.statusCode() != 200) {
            throw new IOException("The simulation answered " + answer.statusCode() + " to " + what);
        }
    }
}
