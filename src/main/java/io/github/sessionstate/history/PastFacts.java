package io.github.sessionstate.history;

import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.UserAgent;

/** What is kept of what the server knew of a session. */
record PastFacts(String saslMechanism, UserAgent userAgent, String language) implements ServerFacts {
}
