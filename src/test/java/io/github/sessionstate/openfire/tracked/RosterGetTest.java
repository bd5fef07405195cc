package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

class RosterGetTest {
    private final RosterGet get = new RosterGet("r1");
    private final List<String> sent = new ArrayList<>();

    private static IQ push(String id) {
        return new IQ(IQ.Type.set, id);
    }

    // As the host does: it asks before it sends.
    private void send(IQ push) {
        if (!get.hold(push)) {
            sent.add(push.getID());
        }
    }

    @Test
    void itIsAnsweredByTheSameId() {
        assertThat(get.isAnsweredBy(new IQ(IQ.Type.result, "r1"))).isTrue();
        assertThat(get.isAnsweredBy(new IQ(IQ.Type.result, "r2"))).isFalse();
        IQ withoutId = new IQ(IQ.Type.result, "x");
        withoutId.setID(null);
        assertThat(get.isAnsweredBy(withoutId)).isFalse();
        assertThat(new RosterGet(null).isAnsweredBy(withoutId)).isTrue();
    }

    @Test
    void whatIsHeldFollowsInOrder() {
        send(push("a"));
        send(push("b"));
        assertThat(sent).isEmpty();

        get.release(this::send);
        assertThat(sent).containsExactly("a", "b");

        send(push("c"));
        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void aCopyIsHeld() {
        IQ push = push("a");
        get.hold(push);
        // For the next session.
        push.setTo("john@example.org/other");

        get.release(held -> assertThat(held.getTo()).isNull());
    }

    @Test
    void whatComesDuringTheReleaseGoesToItsEnd() {
        send(push("a"));
        send(push("b"));

        get.release(push -> {
            if (push.getID().equals("a")) {
                send(push("late"));
                // Another thread with the same in mind leaves it to this one.
                get.release(twice -> sent.add("twice " + twice.getID()));
            }
            send(push);
        });

        assertThat(sent).containsExactly("a", "b", "late");
    }

    @Test
    void aClientThatFailsHoldsNothingUp() {
        send(push("a"));
        send(push("b"));
        assertThatIllegalStateException().isThrownBy(() -> get.release(push -> {
            throw new IllegalStateException("provoked");
        }));

        send(push("c"));
        assertThat(sent).containsExactly("c");
    }

    @Test
    void tooManyWaitNoLonger() {
        for (int i = 0; i < 99; i++) {
            send(push("p" + i));
            assertThat(get.isOverdue()).isFalse();
        }
        send(push("p99"));
        assertThat(get.isOverdue()).isTrue();
    }
}
