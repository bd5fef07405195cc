package io.github.sessionstate.it.demo;

import static io.github.sessionstate.it.demo.Program.CONVERSATIONS;
import static io.github.sessionstate.it.demo.Program.CONVERSE;
import static io.github.sessionstate.it.demo.Program.DINO;
import static io.github.sessionstate.it.demo.Program.GAJIM;
import static io.github.sessionstate.it.demo.Program.MONAL;
import static io.github.sessionstate.it.demo.Program.MOVIM;
import static io.github.sessionstate.it.demo.Program.PROFANITY;
import static io.github.sessionstate.it.demo.Program.PSI;
import static io.github.sessionstate.it.demo.Program.SISKIN;
import static io.github.sessionstate.it.demo.Program.SLIXMPP;
import static io.github.sessionstate.it.support.Way.BOSH;
import static io.github.sessionstate.it.support.Way.DIRECT_TLS;
import static io.github.sessionstate.it.support.Way.STARTTLS;
import static io.github.sessionstate.it.support.Way.TCP;
import static io.github.sessionstate.it.support.Way.WEBSOCKET;

import io.github.sessionstate.it.demo.Actor.Deed;
import io.github.sessionstate.it.demo.Actor.Step;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The clients of the demo: together they show what sessions can be like, and what happens to them. */
final class Cast implements AutoCloseable {
    /** The user of many resources. */
    static final String MANY = "greenhouse";
    /** How many resources it has. */
    static final int SENSORS = 14;
    /** The user of hostile names. */
    static final String HOSTILE = "mallory";
    /** Those that a server takes; what is invisible it refuses in resources, and lets through in a status. */
    static final List<String> HOSTILE_RESOURCES = List.of("<img src=x onerror=alert(1)>", "\" onfocus=\"alert(1)",
            "'; DROP TABLE ofUser; --", "two  blanks", "\u0645\u0631\u062D\u0628\u0627", "x".repeat(200));
    /** The full JID that two clients want. */
    static final String DISPUTED = "carla.weiss@" + HostOptions.DOMAIN + "/phone";

    private static final int THREADS = 8;
    private static final int VISITORS = 4;
    private static final int LONG = 600;
    private static final List<String> TEAM = List.of("amelia.hart", "ben.okafor", "carla.weiss", "dmitri.volkov",
            "farid.aziz", "grace.lin", "hana.sato", "ines.moreau");
    private static final String LOCAL = "127.0.0.1";
    private static final String OFFICE = "127.10.0.1";
    private static final String BOT = "ops-bot@" + HostOptions.DOMAIN;

    private final OpenfireHost host;
    private final ScheduledExecutorService stage = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "Demo clients");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Actor> actors = new ArrayList<>();

    private Cast(OpenfireHost host) {
        this.host = host;
    }

    /** A host with the plugin on which this cast has its accounts. */
    static HostOptions options() {
        HostOptions options = HostOptions.withPlugin().property("httpbind.forwarded.enabled", "true");
        TEAM.forEach(options::friend);
        for (String name : List.of("ops-bot", MANY, "reception", HOSTILE, "visitors")) {
            options.user(name, HostOptions.PASSWORD);
        }
        return options;
    }

    /** Sends the clients to the host, where they come and go until this is closed, or this JVM ends. */
    static Cast play(OpenfireHost host) {
        Cast cast = new Cast(host);
        cast.desktops();
        cast.phones();
        cast.browsers();
        cast.programs();
        cast.rivals();
        cast.hostile();
        cast.unfinished();
        return cast;
    }

    /** How many clients there are. */
    int size() {
        return actors.size();
    }

    // --- people

    private void desktops() {
        desktop(new Part("amelia.hart", "laptop", GAJIM, STARTTLS, "127.20.4.17"), "ben.okafor", "Back in a minute");
        desktop(new Part("ben.okafor", "office", DINO, STARTTLS, OFFICE), "amelia.hart", "In a meeting until three");
        desktop(new Part("carla.weiss", "desk", PSI, STARTTLS, OFFICE), "grace.lin", "Let\u2019s talk");
        desktop(new Part("grace.lin", "office", GAJIM, STARTTLS, OFFICE), "carla.weiss", "Lunch");
        desktop(new Part("dmitri.volkov", "workstation", PROFANITY, DIRECT_TLS, LOCAL), "john", "Compiling");
        desktop(new Part("hana.sato", "studio", DINO, STARTTLS, "127.20.9.80"), "ines.moreau", "On the phone");
        desktop(new Part("jane", "house", GAJIM, STARTTLS, "127.20.7.3"), "john", "Out with the dog");
        desktop(new Part("juan", "orchard", PSI, TCP, "127.20.8.14"), "jane", "Back tomorrow");
        desktop(new Part("admin", "laptop", GAJIM, STARTTLS, OFFICE), "john", "Restarting things");
        // Asks for the roster and wants to be seen by nobody; and shows itself to one contact only.
        enter(new Part("juan", "console", PROFANITY, STARTTLS, "127.20.8.14"),
                arrival(Actor::requestRoster), step(actor -> { }, LONG));
        enter(new Part("john", "hidden", PSI, STARTTLS, "127.20.5.9"),
                arrival(actor -> actor.showTo("jane@" + HostOptions.DOMAIN)), step(actor -> { }, LONG));
    }

    private void desktop(Part part, String friend, String status) {
        String show = status.contains("meeting") || status.contains("phone") ? "dnd" : "away";
        enter(part, arrival(Actor::requestRoster, Actor::enableCarbons, actor -> actor.presence(null, null, 5)),
                step(actor -> { }, 20),
                step(actor -> actor.say(friend + "@" + HostOptions.DOMAIN, "Have you seen the new build?"), 25),
                step(actor -> actor.presence(show, status, 5), 90),
                step(actor -> actor.presence(null, null, 5), 60));
    }

    private void phones() {
        phone(new Part("amelia.hart", "balcony", CONVERSATIONS, STARTTLS, "127.20.4.17"), 25, 15);
        phone(new Part("ben.okafor", "tablet", MONAL, STARTTLS, "127.30.1.9"), 15, 120);
        phone(new Part("dmitri.volkov", "5f3c9a71-phone-of-dmitri-volkov-in-office-3", CONVERSATIONS, DIRECT_TLS,
                LOCAL), 40, 20);
        phone(new Part("farid.aziz", "Pixel 9", CONVERSATIONS, STARTTLS, "127.30.1.12"), 30, 30);
        phone(new Part("hana.sato", "iPhone", SISKIN, STARTTLS, "127.30.2.44"), 20, 60);
        phone(new Part("ines.moreau", "Fairphone", CONVERSATIONS, STARTTLS, "127.30.2.71"), 35, 10);
        // Does not come back before the server gives up.
        phone(new Part("jane", "tablet", MONAL, STARTTLS, "127.30.3.5"), 10, LONG * 2);
        // Cannot resume: its session ends when the connection does.
        enter(new Part("john", "phone", SISKIN, STARTTLS, "127.30.3.8"),
                arrival(Actor::requestRoster, actor -> actor.presence("away", "On the train", 1)),
                step(actor -> { }, 30), step(Actor::drop, 200));
        // Wants no messages of the bare JID.
        enter(new Part("carla.weiss", "street", MONAL, STARTTLS, "127.30.4.2"),
                arrival(Actor::requestRoster, actor -> actor.presence("xa", "Do not expect an answer", -1)),
                step(actor -> { }, LONG));
        // Becomes invisible now and then.
        enter(new Part("john", "balcony", CONVERSATIONS, STARTTLS, "127.20.5.9"),
                arrival(Actor::requestRoster), step(actor -> actor.presence("chat", "<Let\u2019s talk>", 10), 45),
                step(Actor::unavailable, 20));
    }

    private void phone(Part part, int online, int gone) {
        List<Step> life = new ArrayList<>();
        // Now and then a new session: a server keeps all that none of its connections acknowledged.
        for (int i = 0; i < 4; i++) {
            life.add(step(Actor::turnInactive, online));
            life.add(step(Actor::detach, gone));
            life.add(step(Actor::resume, 3));
            life.add(step(actor -> actor.presence("away", null, 1), online));
        }
        life.add(step(Actor::leave, 5));
        enter(part, arrival(Actor::requestRoster, Actor::enableCarbons, actor -> actor.presence(null, null, 1),
                Actor::enableResumption), life.toArray(Step[]::new));
    }

    private void browsers() {
        desktop(new Part("grace.lin", "converse.js-72651938", CONVERSE, BOSH, "2001:db8::a:17"), "ben.okafor",
                "In a meeting");
        desktop(new Part("ines.moreau", "movim-aGVsbG8", MOVIM, WEBSOCKET, LOCAL), "hana.sato", "Coffee");
        desktop(new Part("farid.aziz", "converse.js-18220473", CONVERSE, WEBSOCKET, LOCAL), "john", "Back soon");
        for (int i = 1; i <= 3; i++) {
            enter(new Part("reception", "desk " + i, CONVERSE, i == 3 ? BOSH : WEBSOCKET, "192.0.2.144"),
                    arrival(Actor::requestRoster, actor -> actor.presence(null, "May I help you?", 0)),
                    step(actor -> { }, LONG));
        }
        // Visitors of a web site ask, and close the page.
        for (int i = 1; i <= VISITORS; i++) {
            enter(new Part("visitors", "chat-" + i, CONVERSE, i % 2 == 0 ? BOSH : WEBSOCKET, "198.51.100." + (100 + i)),
                    arrival(actor -> actor.presence(null, null, 0)), step(actor -> { }, 10),
                    step(actor -> actor.say("reception@" + HostOptions.DOMAIN, "Are you open on Sunday?"), 25),
                    step(Actor::leave, 20));
        }
    }

    // --- programs

    private void programs() {
        enter(new Part("ops-bot", "console", SLIXMPP, TCP, LOCAL), arrival(),
                step(actor -> actor.say("admin@" + HostOptions.DOMAIN, "All services are up"), 15));
        for (int i = 1; i <= SENSORS; i++) {
            enter(new Part(MANY, "rack%02d".formatted(i), SLIXMPP, TCP, "127.40.0." + i / 5), arrival(),
                    step(actor -> actor.say(BOT, "temperature 21.5"), 6));
        }
    }

    /** Two of one user want the same resource: whoever comes later throws the other out. */
    private void rivals() {
        for (String address : List.of("127.30.4.2", "127.20.6.6")) {
            enter(new Part("carla.weiss", "phone", SISKIN, STARTTLS, address),
                    arrival(Actor::requestRoster, actor -> actor.presence(null, "It is me", 3)),
                    step(actor -> { }, LONG));
        }
    }

    // --- what nobody wants

    private void hostile() {
        for (String resource : HOSTILE_RESOURCES) {
            enter(new Part(HOSTILE, resource, PSI, TCP, "127.66.6.7"),
                    arrival(actor -> actor.presence("dnd", "<script>alert(1)</script> \u202Egnp.\u200B", 0)),
                    step(actor -> { }, LONG));
        }
        for (String victim : List.of("admin", "jane", "root")) {
            enter(new Part(victim, "", SLIXMPP, TCP, "127.66.6.6"),
                    List.of(step(Actor::connect, 0), step(Actor::open, 4)),
                    step(actor -> actor.guess(victim, "123456"), 6), step(actor -> actor.guess(victim, "letmein"), 12),
                    step(Actor::drop, 20));
        }
    }

    /** Clients that stop before they have a resource, and one that takes its time. */
    private void unfinished() {
        for (String address : List.of("127.66.1.1", "127.66.1.2")) {
            enter(nobody(TCP, address), List.of(step(Actor::connect, LONG)), step(Actor::drop, 5));
        }
        enter(nobody(TCP, "127.66.1.3"), List.of(step(Actor::connect, 0), step(Actor::open, LONG)),
                step(Actor::drop, 5));
        enter(nobody(STARTTLS, "127.66.1.4"), List.of(step(Actor::connect, 0), step(Actor::open, LONG)),
                step(Actor::drop, 5));
        // Stops in the middle of going over to TLS.
        enter(nobody(TCP, "127.66.1.5"), List.of(step(Actor::connect, 0), step(Actor::open, 0)),
                step(actor -> actor.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), LONG),
                step(Actor::drop, 5));
        enter(new Part("farid.aziz", "", GAJIM, STARTTLS, "127.20.3.3"), List.of(step(Actor::authenticate, LONG)),
                step(Actor::drop, 5));
        enter(new Part("juan", "tortoise", PROFANITY, STARTTLS, "127.20.8.14"),
                List.of(step(Actor::connect, 5), step(Actor::open, 5), step(Actor::drop, 3),
                        step(Actor::authenticate, 5), step(Actor::bind, 5)),
                step(Actor::requestRoster, 5), step(actor -> actor.presence(null, null, 0), 20),
                step(Actor::unavailable, 5), step(Actor::leave, 5));
    }

    private static Part nobody(Way way, String address) {
        return new Part("", "", SLIXMPP, way, address);
    }

    // --- the directing

    private void enter(Part part, List<Step> arrival, Step... life) {
        actors.add(Actor.enter(host, stage, part, arrival, List.of(life)));
    }

    /** A login, and what follows it at once. */
    private static List<Step> arrival(Deed... deeds) {
        List<Step> steps = new ArrayList<>(List.of(step(Actor::logIn, 0)));
        for (Deed deed : deeds) {
            steps.add(step(deed, 0));
        }
        return steps;
    }

    private static Step step(Deed deed, int seconds) {
        return new Step(deed, seconds);
    }

    /** Ends all of it. */
    @Override
    public void close() {
        stage.shutdownNow();
        try {
            stage.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        actors.forEach(Actor::vanish);
    }
}
