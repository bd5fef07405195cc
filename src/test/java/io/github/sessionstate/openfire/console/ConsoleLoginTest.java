package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

import io.github.sessionstate.openfire.host.Host;

class ConsoleLoginTest {
    private final AdminManager administrators = mock(AdminManager.class);
    private final MockedStatic<AdminManager> statics = mockStatic(AdminManager.class);
    private final Host host = mock(Host.class);
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpSession session = mock(HttpSession.class);
    private final ConsoleLogin login = new ConsoleLogin(host);

    @BeforeEach
    void begin() {
        statics.when(AdminManager::getInstance).thenReturn(administrators);
        when(administrators.isUserAdmin("jane", true)).thenReturn(true);
        when(request.getSession(false)).thenReturn(session);
    }

    @AfterEach
    void stop() {
        statics.close();
    }

    private void logsIn(Object token) {
        when(session.getAttribute("jive.admin.authToken")).thenReturn(token);
    }

    @Test
    void whoIsLoggedInAtTheConsoleIsKnown() {
        logsIn(new AuthToken("jane", false));

        assertThat(login.administrator(request)).isEqualTo("jane");
    }

    @Test
    void withoutALoginNobodyIsKnownAndNoSessionIsMade() {
        assertThat(login.administrator(request)).isNull();
        logsIn("jane");
        assertThat(login.administrator(request)).as("no token of the host").isNull();
        when(request.getSession(false)).thenReturn(null);
        assertThat(login.administrator(request)).isNull();

        verify(request, never()).getSession();
        verify(request, never()).getSession(true);
    }

    @Test
    void aLoginDoesNotOutliveTheRight() {
        logsIn(new AuthToken("jane", false));
        when(administrators.isUserAdmin("jane", true)).thenReturn(false);

        assertThat(login.administrator(request)).isNull();
        assertThat(login.isAdministrator("jane")).isFalse();
    }

    @Test
    void theHostSaysWhatAddressesAreAllowed() {
        assertThat(login.isAddressAllowed(request)).isFalse();

        when(host.isAddressAllowed(request)).thenReturn(true);

        assertThat(login.isAddressAllowed(request)).isTrue();
    }
}
