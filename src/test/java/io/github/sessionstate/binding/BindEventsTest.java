package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindEvent.Kind;
import io.github.sessionstate.binding.BindEvent.Outcome;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.XmppSession;

/** What is remembered of decisions. */
class BindEventsTest {
    private final Bound john = new Bound(new StubClock());
    private final XmppSession newcomer = john.newcomer();
    private final BindEvents events = new BindEvents();

    private void tell(Kind kind, List<Session> others, Outcome outcome, Instant at) {
        events.tell(new BindEvent(kind, Bound.BARE_JID, newcomer, others, "close_oldest", outcome, at));
    }

    @Test
    void aDecisionIsRememberedWithWhoBound() {
        tell(Kind.LIMIT, List.of(john.since(0, "a"), john.since(1, "b")), Outcome.OTHERS_CLOSED, Bound.at(7));

        assertThat(events.latest()).containsExactly(new BindEvents.Decided(Bound.at(7), Kind.LIMIT, Bound.BARE_JID,
                "close_oldest", Outcome.OTHERS_CLOSED, 2, newcomer.id(), newcomer.state().connection().ip()));
    }

    @Test
    void whoStandsInTheWayOfARefusedBindIsNotClosed() {
        tell(Kind.CONFLICT, List.of(john.since(0, "a")), Outcome.REFUSED, Bound.at(7));

        assertThat(events.latest()).singleElement().extracting(BindEvents.Decided::closed).isEqualTo(0);
    }

    @Test
    void theLatestAreRememberedNewestFirst() {
        for (int i = 1; i <= BindEvents.MOST_REMEMBERED + 7; i++) {
            tell(Kind.CONFLICT, List.of(), Outcome.RENAMED, Bound.at(i));
        }

        assertThat(events.latest()).hasSize(BindEvents.MOST_REMEMBERED).extracting(BindEvents.Decided::at)
                .startsWith(Bound.at(BindEvents.MOST_REMEMBERED + 7)).endsWith(Bound.at(8));
    }
}
