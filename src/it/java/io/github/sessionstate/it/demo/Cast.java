package io.github.sessionstate.it.demo;

import io.github.sessionstate.it.demo.Actor.Step;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The clients of the demo: together they show every state that a session can be in. */
public final class Cast {
    private static final int THREADS = 4;
    private static final String AWAY = "<show>away</show><status>Back in a minute</status>";

    private final OpenfireHost host;
    private final ScheduledExecutorService stage;

    private Cast(OpenfireHost host) {
        this.host = host;
        stage = Executors.newScheduledThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "Demo clients");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sends the clients to the host, where they wander about until this JVM ends. */
    public static void play(OpenfireHost host) {
        Cast cast = new Cast(host);
        // Connects and says nothing.
        cast.enter(false, List.of(client -> { }, client -> { }));
        // Cannot remember the password.
        cast.enter(false, List.of(RawClient::openStream, wrongPassword("jane"),
                wrongPassword("jane"), wrongPassword("jane")));
        // Takes every step slowly.
        cast.enter(false, List.of(RawClient::openStream,
                client -> client.authPlain("juan", HostOptions.PASSWORD), client -> { }, RawClient::openStream,
                client -> { }, client -> client.bind("tortoise"), RawClient::rosterGet,
                client -> client.presence("<priority>-1</priority>"), client -> { }, RawClient::closeStream));
        // Goes over to TLS.
        cast.enter(false, List.of(RawClient::openStream, RawClient::startTls,
                client -> client.authPlain("jane", HostOptions.PASSWORD), RawClient::openStream,
                client -> client.bind("house"), RawClient::rosterGet, client -> client.presence(""),
                client -> client.presence("<show>dnd</show><priority>10</priority>"), RawClient::unavailable,
                client -> { }, RawClient::closeStream));
        // Comes and goes.
        cast.enter(false, after(login("john", "balcony"), RawClient::rosterGet,
                client -> client.presence("<priority>5</priority>"),
                client -> client.presence(AWAY + "<priority>1</priority>"),
                client -> client.send("<presence to='juan@example.org'><status>for you only</status></presence>"),
                client -> client.presence("<show>chat</show><status>&lt;Let's talk&gt;</status>"),
                RawClient::unavailable, client -> client.presence(""), RawClient::dropReset));
        // Never asks for the roster.
        cast.enter(true, after(login("john", "hidden"),
                client -> client.send("<presence to='jane@example.org'/>"), client -> { },
                client -> client.presence("<priority>128</priority>"), RawClient::unavailable));
        List<Step> rival = after(login("juan", "street"), RawClient::rosterGet,
                client -> client.presence("<priority>3</priority>"), client -> { }, client -> { }, client -> { });
        // Two want the same place: whoever comes later throws the other out.
        cast.enter(false, rival);
        cast.enter(false, rival);
    }

    private void enter(boolean isTls, List<Step> role) {
        Actor.enter(host, stage, isTls, role);
    }

    private static Step login(String username, String resource) {
        return client -> client.login(username, HostOptions.PASSWORD, resource);
    }

    private static Step wrongPassword(String username) {
        return client -> client.auth(username, "guess");
    }

    private static List<Step> after(Step first, Step... others) {
        List<Step> steps = new ArrayList<>();
        steps.add(first);
        steps.addAll(List.of(others));
        return steps;
    }
}
