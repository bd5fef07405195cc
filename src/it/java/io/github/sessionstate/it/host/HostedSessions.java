package io.github.sessionstate.it.host;

import java.io.IOException;
import java.util.Map;

import io.github.sessionstate.it.probe.ProbeJar;

/** The sessions of a host with the probe: what else than their clients may end them, and what may go wrong with them. */
public final class HostedSessions {
    private final OpenfireHost host;

    HostedSessions(OpenfireHost host) {
        this.host = host;
    }

    /** Closes a session as the host's own console does. */
    public void close(String fullJid) throws IOException {
        host.tellProbe("close", Map.of("jid", fullJid));
    }

    /** Closes a session so that its client cannot resume it, as another plugin may. */
    public void closeForGood(String fullJid) throws IOException {
        host.tellProbe("close-for-good", Map.of("jid", fullJid));
    }

    /** Has the host end the sessions that are detached, as if it were for too long. */
    public void expireDetached() throws IOException {
        host.setProperty("xmpp.session.detach.timeout", "1");
        try {
            host.tellProbe("expire-detached", Map.of());
        } finally {
            host.setProperty("xmpp.session.detach.timeout", null);
        }
    }

    /** Takes a full JID out of the host's routing table, and tells nobody. */
    public void removeRoute(String fullJid) throws IOException {
        host.tellProbe("remove-route", Map.of("jid", fullJid));
    }

    /** Has the host keep a session in its routing table when that ends. */
    public void keepRoute(String fullJid) throws IOException {
        host.tellProbe("put-back-once-gone", Map.of("jid", fullJid));
    }

    /** Has the host not find a session when it looks for it next, as if it had just ended. */
    public void overlookOnce(String fullJid) throws IOException {
        host.tellProbe("overlook-once", Map.of("jid", fullJid));
    }

    /** Has the host take long to tell the contacts of a session that it is gone. */
    public void slowEnd(String fullJid) throws IOException {
        host.tellProbe("slow-stanza", Map.of("jid", fullJid, "end", "true"));
    }

    /** Has the host take long to deliver the first message that a session gets. */
    public void slowMessage(String fullJid) throws IOException {
        host.tellProbe("slow-stanza", Map.of("jid", fullJid, "end", "false"));
    }

    /** Remembers the currently bound sessions, to be counted by {@link #remembered}. */
    public void remember() throws IOException {
        host.tellProbe("remember-sessions", Map.of());
    }

    /** How many of the sessions that the probe remembers are still in the host's heap; collects garbage first. */
    public int remembered() throws IOException {
        return Integer.parseInt(host.adminLogin().get(ProbeJar.PATH + "?remembered").body().strip());
    }
}
