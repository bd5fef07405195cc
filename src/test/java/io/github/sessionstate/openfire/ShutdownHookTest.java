package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import org.jivesoftware.openfire.XMPPServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.StubServer;

class ShutdownHookTest {
    private final StubServer server = new StubServer();
    private final SessionEnds ends = mock(SessionEnds.class);
    private final ShutdownHook hook = new ShutdownHook(ends);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theServerKnowsItFromTheStartToTheEndOfThePlugin() {
        hook.start();
        verify(XMPPServer.getInstance()).addServerListener(hook);
        assertThat(hook.report().state()).isEqualTo(State.INSTALLED);

        hook.stop();
        verify(XMPPServer.getInstance()).removeServerListener(hook);
    }

    @Test
    void sessionsEndWhenTheServerBeginsToStop() {
        hook.serverStarted();
        verifyNoInteractions(ends);

        hook.serverStopping();
        verify(ends).serverStopping();
    }

    @Test
    void aFailureDoesNotKeepTheServerFromStopping() {
        doThrow(new IllegalStateException("for the test")).when(ends).serverStopping();

        hook.serverStopping();

        assertThat(hook.report().failures().count()).isEqualTo(1);
    }
}
