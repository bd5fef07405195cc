package io.github.sessionstate.session;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;

/** Presence for tests. */
final class Presences {
    static final PresenceUpdate UNAVAILABLE = new PresenceUpdate(null, 0);

    private Presences() {
    }

    static PresenceUpdate available(int priority) {
        return new PresenceUpdate("<presence><priority>" + priority + "</priority></presence>", priority);
    }

    static Element parse(String xml) {
        try {
            return DocumentHelper.parseText(xml).getRootElement();
        } catch (DocumentException e) {
            throw new IllegalArgumentException(xml, e);
        }
    }
}
