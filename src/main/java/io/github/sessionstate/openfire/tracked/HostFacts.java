package io.github.sessionstate.openfire.tracked;

import java.time.Instant;
import java.util.Locale;

import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.UserAgent;

/**
 * What the host's session tells beside the session model.
 *
 * @param seenMechanism the SASL mechanism that an accept hook saw, for hosts that do not tell; null for none
 */
record HostFacts(Host host, LocalClientSession session, String seenMechanism) implements ServerFacts {
    @Override
    public String saslMechanism() {
        String told = HostSessions.saslMechanism(session);
        return told != null ? told : seenMechanism;
    }

    @Override
    public UserAgent userAgent() {
        return host.userAgent(session);
    }

    @Override
    public Boolean isAnonymous() {
        // Looked at once: a resumption takes it away.
        AuthToken token = session.getAuthToken();
        return token == null ? null : token.isAnonymous();
    }

    @Override
    public String language() {
        Locale language = session.getLanguage();
        return language == null ? null : language.toLanguageTag();
    }

    @Override
    public Boolean hasStreamManagement() {
        return session.getStreamManager().isEnabled();
    }

    @Override
    public Boolean isResumable() {
        return session.getStreamManager().getResume();
    }

    @Override
    public Instant resumableUntil() {
        return HostSessions.resumableUntil(session);
    }

    @Override
    public Integer unacknowledged() {
        return hasStreamManagement() ? host.unacknowledged(session) : null;
    }

    @Override
    public Boolean isInactive() {
        return host.isInactive(session);
    }

    @Override
    public Boolean hasCarbons() {
        return session.isMessageCarbonsEnabled();
    }
}
