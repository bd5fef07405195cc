package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;

class RequestsInWorkTest {
    private static final String REGISTER = "jabber:iq:register";

    private final TrackedSessions tracker = mock(TrackedSessions.class);
    private final List<Throwable> failures = new ArrayList<>();
    private final RequestsInWork requests = new RequestsInWork(tracker, failures::add);
    private final LocalClientSession hostSession = mock(LocalClientSession.class);
    private final OpenfireSession session = new OpenfireSession(null, null, hostSession, null);

    @BeforeEach
    void track() {
        when(tracker.find(hostSession)).thenReturn(session);
    }

    private static IQ request(IQ.Type type, String namespace) {
        IQ request = new IQ(type);
        request.setChildElement("query", namespace);
        return request;
    }

    private void begins(Packet stanza) {
        requests.interceptPacket(stanza, hostSession, true, false);
    }

    private void isDone(Packet stanza) {
        requests.interceptPacket(stanza, hostSession, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {REGISTER, "http://jabber.org/protocol/commands"})
    void whoseRequestAThreadWorksOnIsKnownUntilItIsDone(String namespace) {
        IQ request = request(IQ.Type.set, namespace);
        assertThat(requests.onThisThread()).isNull();

        begins(request);
        assertThat(requests.onThisThread()).isSameAs(session);
        assertThat(CompletableFuture.supplyAsync(requests::onThisThread).join()).as("on another thread").isNull();

        isDone(request);
        assertThat(requests.onThisThread()).isNull();
    }

    @Test
    void whatCannotChangeAPasswordIsNotFollowed() {
        begins(request(IQ.Type.get, REGISTER));
        begins(request(IQ.Type.set, "jabber:iq:roster"));
        begins(new IQ(IQ.Type.set));
        begins(new Message());

        assertThat(requests.onThisThread()).isNull();
        assertThat(failures).isEmpty();
        verifyNoInteractions(tracker);
    }

    @Test
    void whatGoesToAClientIsNotFollowed() {
        requests.interceptPacket(request(IQ.Type.set, REGISTER), hostSession, false, false);

        assertThat(requests.onThisThread()).isNull();
    }

    @Test
    void aRequestOfNobodyIsNobodys() {
        requests.interceptPacket(request(IQ.Type.set, REGISTER), null, true, false);

        assertThat(requests.onThisThread()).isNull();
        assertThat(failures).isEmpty();
    }

    // The host works on stanzas within stanzas, and tells of the end of each.
    @Test
    void theEndOfAnotherStanzaIsNotItsEnd() {
        begins(request(IQ.Type.set, REGISTER));

        isDone(request(IQ.Type.set, REGISTER));

        assertThat(requests.onThisThread()).isSameAs(session);
    }

    // Another interceptor rejected it, or the host failed.
    @Test
    void oneOfWhichTheHostToldNoEndIsOverWithTheNext() {
        begins(request(IQ.Type.set, REGISTER));

        begins(request(IQ.Type.get, "jabber:iq:roster"));

        assertThat(requests.onThisThread()).isNull();
    }

    @Test
    void aFailureIsToldAndGoesNoFurther() {
        IllegalStateException failure = new IllegalStateException("for the test");
        when(tracker.find(hostSession)).thenThrow(failure);

        begins(request(IQ.Type.set, REGISTER));

        assertThat(failures).containsExactly(failure);
    }

    @Test
    void itLeavesNothingBehind() {
        requests.install();
        try {
            assertThat(requests.isInPlace()).isTrue();
            begins(request(IQ.Type.set, REGISTER));
        } finally {
            requests.uninstall();
        }

        assertThat(requests.isInPlace()).isFalse();
        assertThat(requests.onThisThread()).isNull();
    }

    @Test
    void itStandsBehindAllOthers() {
        RequestsInWork before = new RequestsInWork(tracker, failures::add);
        before.install();
        requests.install();
        try {
            assertThat(InterceptorManager.getInstance().getInterceptors()).endsWith(requests);
        } finally {
            requests.uninstall();
            before.uninstall();
        }
    }
}
