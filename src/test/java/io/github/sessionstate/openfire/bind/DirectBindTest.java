package io.github.sessionstate.openfire.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;

/** What the host's thread sees of a decision. That the host goes by it is for DirectBindIT. */
class DirectBindTest {
    private static final JID DESK = new JID("john@example.org/desk");

    private final BindProcess process = mock(BindProcess.class);
    private final Session session = mock(Session.class);
    private final DirectBind bind = new DirectBind();

    private void decide(Consumer<BindAttempt> decision) {
        when(session.state()).thenReturn(SessionState.accepted(mock(SessionConnection.class)).opened("example.org"));
        doAnswer(call -> {
            assertThat(bind.isDeciding()).isTrue();
            decision.accept(call.getArgument(0));
            return null;
        }).when(process).bind(any());
        assertThat(bind.begin(DESK)).isTrue();
        bind.decide(session, true, process);
        assertThat(bind.isDeciding()).isFalse();
        assertThat(bind.isDecided()).isTrue();
    }

    @Test
    void itAsksForWhatTheHostBindsAndTakesNothingElse() {
        decide(attempt -> {
            assertThat(attempt.bareJid()).isEqualTo("john@example.org");
            assertThat(attempt.request().resource()).isEqualTo("desk");
            assertThat(attempt.request().isExact()).isTrue();
            assertThat(attempt.request().isSessionSure()).isTrue();
            attempt.request().grant("desk");
        });

        assertThat(bind.isRefused()).isFalse();
    }

    @Test
    void whatIsRefusedIsNotBound() {
        decide(attempt -> attempt.request().refuse(PacketError.Condition.conflict, null));

        assertThat(bind.isRefused()).isTrue();
    }

    @Test
    void whoInterruptsItGetsNoResource() {
        decide(attempt -> Thread.currentThread().interrupt());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(bind.isRefused()).isTrue();
    }

    @Test
    void theHostSaysOnceWhatItBinds() {
        assertThat(bind.begin(DESK)).isTrue();
        assertThat(bind.begin(DESK)).isFalse();
        assertThat(bind.isRefused()).isFalse();
        assertThat(bind.isDecided()).isFalse();
        bind.done();
    }

    @Test
    void itIsOfTheUserThatTheHostNames() {
        assertThat(bind.isOf("john")).as("not known yet").isFalse();
        bind.begin(DESK);
        assertThat(bind.isOf("john")).isTrue();
        assertThat(bind.isOf("jane")).isFalse();
        assertThat(bind.isOverdue()).isFalse();
    }

    @Test
    void nobodyIsAskedAboutWhatIsRefusedBefore() {
        bind.begin(DESK);
        bind.refuse();
        assertThat(bind.isRefused()).isTrue();
        assertThat(bind.isDecided()).isFalse();
        verify(process, never()).bind(any());
    }

    @Test
    void itsTurnLastsUntilTheHostIsThroughWithIt() {
        BindAttempt[] taken = new BindAttempt[1];
        decide(attempt -> {
            taken[0] = attempt;
            attempt.prepare(new CompletableFuture<>());
            attempt.delegate("desk");
            attempt.request().grant("desk");
        });
        assertThat(taken[0].stage()).isEqualTo(BindAttempt.Stage.DELEGATED);

        bind.done();

        verify(process).over(taken[0]);
        assertThat(taken[0].stage()).isEqualTo(BindAttempt.Stage.ANSWERED);
    }
}
