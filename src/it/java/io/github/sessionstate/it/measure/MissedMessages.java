package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.time.Duration;

import org.dom4j.Element;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * How often a message that a contact sends the moment it sees a user come online does not reach the user who is online,
 * on a host with the plugin and on one without, which take turns.
 */
public final class MissedMessages {
    private static final int TRIES = Integer.getInteger("tries", 200);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

    private MissedMessages() {
    }

    public static void main(String[] arguments) throws Exception {
        try (OpenfireHost with = OpenfireHost.start(HostOptions.withPlugin());
                OpenfireHost without = OpenfireHost.start(HostOptions.stock());
                RawClient janeWith = watching(with);
                RawClient janeWithout = watching(without)) {
            int missedWith = 0;
            int missedWithout = 0;
            for (int i = 0; i < TRIES; i++) {
                missedWith += isMissed(with, janeWith, i) ? 1 : 0;
                missedWithout += isMissed(without, janeWithout, i) ? 1 : 0;
            }
            System.out.printf("%s: of %d messages each %d were missed with the plugin, %d without%n", with.name(), TRIES,
                    missedWith, missedWithout);
        }
    }

    private static RawClient watching(OpenfireHost host) throws IOException {
        RawClient jane = host.connect();
        jane.login("jane", HostOptions.PASSWORD, "watching");
        jane.presence("");
        jane.sync();
        return jane;
    }

    private static boolean isMissed(OpenfireHost host, RawClient jane, int number) throws IOException {
        String resource = "try-" + number;
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, resource);
            john.presence("");
            jane.awaitElement(stanza -> isAvailable(stanza, "john@example.org/" + resource));
            jane.send("<message to='john@example.org' type='chat'><body>" + number + "</body></message>");
            boolean isMissed = true;
            long end = System.nanoTime() + LONG_ENOUGH.toNanos();
            while (isMissed && System.nanoTime() < end) {
                // Others are those that were missed before.
                Element stanza = john.read(LONG_ENOUGH);
                isMissed = stanza == null || !String.valueOf(number).equals(stanza.elementText("body"));
            }
            john.closeStream();
            jane.sync();
            jane.takeUnread();
            return isMissed;
        }
    }

    private static boolean isAvailable(Element stanza, String from) {
        return stanza.getName().equals("presence") && from.equals(stanza.attributeValue("from"))
                && stanza.attribute("type") == null;
    }
}
