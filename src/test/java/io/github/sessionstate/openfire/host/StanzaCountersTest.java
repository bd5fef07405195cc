package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.Test;

class StanzaCountersTest {
    private final LocalClientSession session = mock(LocalClientSession.class);

    StanzaCountersTest() {
        when(session.getNumClientPackets()).thenReturn(3L, 5L);
        when(session.getNumServerPackets()).thenReturn(7L);
    }

    private static Host host(HostLookup lookup) {
        return new Host(HostCapabilities.of(lookup), mock(ScheduledExecutorService.class), Runnable::run);
    }

    /** As the fields of 4.2.0 are numbers, and where there are none. */
    @Test
    void theSessionIsAskedWhereItsFieldsAreNoObjects() {
        Number received = host(new HostLookup()).stanzasReceived(session);
        assertThat(received).isInstanceOf(StanzaCounter.class);
        assertThat(received.longValue()).isEqualTo(3);
        assertThat(received.longValue()).isEqualTo(5);
        assertThat(host(new HostLookup()).stanzasSent(session).longValue()).isEqualTo(7);

        Host without = host(new LookupWithout("stanza-counters"));
        assertThat(without.stanzasReceived(session).longValue()).isEqualTo(5);
        assertThat(without.stanzasSent(session).longValue()).isEqualTo(7);
    }

    /** As in the fields of later hosts. */
    @Test
    @SuppressWarnings("unchecked")
    void anObjectThatCountsIsAskedItself() {
        HostField<Object> field = mock(HostField.class);
        AtomicLong counted = new AtomicLong(2);
        when(field.get(session)).thenReturn(counted);
        StanzaCounters counters = new StanzaCounters(field, field);
        Number received = counters.received(session);
        assertThat(received.longValue()).isEqualTo(2);
        counted.incrementAndGet();
        assertThat(received.longValue()).isEqualTo(3);
        assertThat(counters.sent(session).longValue()).isEqualTo(3);
    }
}
