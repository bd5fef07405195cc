package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Locale;
import java.util.TimeZone;

import org.jivesoftware.openfire.MessageRouter;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.XMPPServerInfo;
import org.jivesoftware.util.JiveGlobals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.MockedStatic;
import org.xmpp.packet.Message;

import io.github.sessionstate.history.NewDevice;

class NewDeviceNoticesTest {
    private static final NewDevice DEVICE = new NewDevice("s1", "john", "example.org", Instant.parse("2026-01-02T03:04:05Z"),
            "{0}\nPsi", null, true, false);

    private final MockedStatic<JiveGlobals> globals = mockStatic(JiveGlobals.class);
    private final MockedStatic<XMPPServer> servers = mockStatic(XMPPServer.class);
    private final MessageRouter router = mock(MessageRouter.class);
    private String choice = "off";
    private final NewDeviceNotices notices = new NewDeviceNotices(() -> choice);

    @AfterEach
    void close() {
        globals.close();
        servers.close();
    }

    private void start() {
        XMPPServer server = mock(XMPPServer.class);
        XMPPServerInfo info = mock(XMPPServerInfo.class);
        when(info.getXMPPDomain()).thenReturn("example.org");
        when(server.getServerInfo()).thenReturn(info);
        when(server.getMessageRouter()).thenReturn(router);
        servers.when(XMPPServer::getInstance).thenReturn(server);
        globals.when(JiveGlobals::getLocale).thenReturn(Locale.GERMAN);
        globals.when(JiveGlobals::getTimeZone).thenReturn(TimeZone.getTimeZone("UTC"));
    }

    @Test
    void aMessageTellsTheUserInTheLanguageOfTheServer() {
        start();
        choice = "message";
        assertThat(notices.areOn()).isTrue();
        notices.raise(DEVICE);

        ArgumentCaptor<Message> sent = ArgumentCaptor.forClass(Message.class);
        verify(router).route(sent.capture());
        Message message = sent.getValue();
        assertThat(message.getType()).isEqualTo(Message.Type.headline);
        assertThat(message.getFrom()).hasToString("example.org");
        assertThat(message.getTo()).hasToString("john@example.org");
        assertThat(message.getSubject()).isEqualTo("Neue Anmeldung mit Ihrem Konto");
        assertThat(message.getBody().lines()).hasSize(5).contains("Adresse: unbekannt", "Client: {0} Psi");
        assertThat(message.getBody()).contains("02.01.2026");
    }

    @Test
    void otherwiseNoMessageIsSent() {
        start();
        notices.raise(DEVICE);
        assertThat(notices.areOn()).isFalse();
        choice = "log";
        assertThat(notices.areOn()).isTrue();
        notices.raise(DEVICE);
        notices.raise(new NewDevice("s2", "jane", "example.org", DEVICE.at(), null, "192.0.2.1", true, true));
        notices.raise(new NewDevice("s3", "jane", "example.org", DEVICE.at(), null, "192.0.2.1", false, true));

        verify(router, never()).route(any(Message.class));
    }
}
