package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.function.LongSupplier;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.Test;

class StanzaCounterTest {
    @Test
    void itCountsOn() {
        LocalClientSession session = mock(LocalClientSession.class);
        when(session.getNumClientPackets()).thenReturn(3L, 5L);
        LongSupplier counter = StanzaCounter.of(session, LocalClientSession::getNumClientPackets);
        assertThat(counter.getAsLong()).isEqualTo(3);
        assertThat(counter.getAsLong()).isEqualTo(5);
    }

    @Test
    void nothingIsCountedBeforeTheHostHasItsSession() {
        assertThat(StanzaCounter.of(null, LocalClientSession::getNumClientPackets).getAsLong()).isZero();
    }
}
