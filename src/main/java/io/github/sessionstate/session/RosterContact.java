package io.github.sessionstate.session;

import java.util.List;

/**
 * One contact of a roster (RFC 6121 §2.1.2).
 *
 * @param jid          bare JID
 * @param name         the user's name for it; null or empty without one
 * @param groups       the groups that it is in, shared ones too; never null
 * @param subscription {@code none}, {@code to}, {@code from} or {@code both}
 * @param ask          whether a subscription request is pending (RFC 6121 §2.1.2.2)
 */
public record RosterContact(String jid, String name, List<String> groups, String subscription, boolean ask) {
}
