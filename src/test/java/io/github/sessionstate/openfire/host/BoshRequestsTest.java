package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.jivesoftware.openfire.http.HttpConnection;
import org.jivesoftware.openfire.http.HttpConnectionClosedException;
import org.jivesoftware.openfire.http.HttpSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.xmpp.packet.StreamError;

@SuppressWarnings("unchecked")
class BoshRequestsTest {
    private static final StreamError ERROR = new StreamError(StreamError.Condition.policy_violation);

    private final HttpSession session = mock(HttpSession.class);
    private final HostField<Collection<HttpConnection>> queue = mock(HostField.class);
    private final List<HttpConnection> waiting = new ArrayList<>();
    private final BoshRequests requests = new BoshRequests(queue);

    @BeforeEach
    void begin() {
        when(queue.get(session)).thenReturn(waiting);
    }

    private HttpConnection waits(long id) {
        HttpConnection request = mock(HttpConnection.class);
        when(request.getRequestId()).thenReturn(id);
        waiting.add(request);
        return request;
    }

    @Test
    void theOldestRequestIsToldWhyAndThatItIsOver() throws Exception {
        HttpConnection later = waits(8);
        HttpConnection oldest = waits(7);

        assertThat(requests.terminate(session, ERROR)).isTrue();

        ArgumentCaptor<String> told = ArgumentCaptor.forClass(String.class);
        verify(oldest).deliverBody(told.capture(), eq(true));
        Element body = DocumentHelper.parseText(told.getValue()).getRootElement();
        assertThat(body.getNamespaceURI()).isEqualTo("http://jabber.org/protocol/httpbind");
        assertThat(body.attributeValue("type")).isEqualTo("terminate");
        assertThat(body.attributeValue("condition")).isEqualTo("remote-stream-error");
        assertThat(body.elements()).hasSize(1);
        assertThat(body.elements().get(0).getQualifiedName()).isEqualTo("stream:error");
        assertThat(body.elements().get(0).element("policy-violation")).isNotNull();
        verify(later, never()).deliverBody(any(), anyBoolean());
        assertThat(waiting).as("the host answers the rest").containsExactly(later);
    }

    @Test
    void oneThatIsAnsweredIsNotAnsweredAgain() throws Exception {
        HttpConnection answered = waits(7);
        when(answered.isClosed()).thenReturn(true);
        assertThat(requests.terminate(session, ERROR)).isFalse();

        HttpConnection open = waits(8);
        assertThat(requests.terminate(session, ERROR)).isTrue();

        verify(open).deliverBody(any(), anyBoolean());
        verify(answered, never()).deliverBody(any(), anyBoolean());
    }

    @Test
    void whereNobodyWaitsNobodyIsTold() throws Exception {
        assertThat(requests.terminate(session, ERROR)).isFalse();

        HttpConnection gone = waits(7);
        doThrow(HttpConnectionClosedException.class).when(gone).deliverBody(any(), anyBoolean());
        assertThat(requests.terminate(session, ERROR)).isFalse();
    }

    @Test
    void requestsAreComparedByTheirIds() {
        assertThat(requests.allBefore(session, 7)).isTrue();

        waits(5);
        waits(6);
        assertThat(requests.allBefore(session, 7)).isTrue();

        waits(7);
        assertThat(requests.allBefore(session, 7)).isFalse();
    }
}
