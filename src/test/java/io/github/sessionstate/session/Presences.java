package io.github.sessionstate.session;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/** Presence for tests. */
public final class Presences {
    static final PresenceUpdate UNAVAILABLE = PresenceUpdate.UNAVAILABLE;

    private Presences() {
    }

    static PresenceUpdate available(int priority) {
        return of("<presence><priority>" + priority + "</priority></presence>", priority);
    }

    /** What this stanza does, but for the priority. */
    public static PresenceUpdate of(String xml, int priority) {
        PresenceUpdate read = PresenceUpdate.of(parse(xml), "john@example.org");
        return new PresenceUpdate(read.presence(), read.length(), priority, read.routedPriority(),
                read.show(), read.status(), read.capsNode());
    }

    /** What this stanza does. */
    public static PresenceUpdate parsed(String xml) {
        return PresenceUpdate.of(parse(xml), "john@example.org");
    }

    /** Makes a session available whose client gives this node of its capabilities (XEP-0115). */
    public static PresenceUpdate ofCaps(String node) {
        PresenceUpdate read = parsed("<presence/>");
        return new PresenceUpdate(read.presence(), read.length(), 0, 0, read.show(), null, node);
    }

    static Element parse(String xml) {
        try {
            return DocumentHelper.parseText(xml).getRootElement();
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }
}
