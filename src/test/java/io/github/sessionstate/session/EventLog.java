package io.github.sessionstate.session;

import java.util.ArrayList;
import java.util.List;

/** A listener that keeps what it is told. */
final class EventLog implements SessionListener {
    private final List<SessionEvent> events = new ArrayList<>();

    @Override
    public void sessionChanged(SessionEvent event) {
        events.add(event);
    }

    List<SessionEvent> all() {
        return events;
    }

    List<SessionEventKind> kinds() {
        return events.stream().map(SessionEvent::kind).toList();
    }

    SessionEvent last() {
        return events.get(events.size() - 1);
    }
}
