package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.verify;

import org.jivesoftware.openfire.security.SecurityAuditManager;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

class SecurityAuditTest {
    // What is recorded has been done by then.
    @Test
    void aLogThatTakesNothingFailsNoCommand() {
        SecurityAuditManager log = mock(SecurityAuditManager.class);
        doThrow(new IllegalStateException("for the test")).when(log).logEvent("jane", "close", "all");
        try (MockedStatic<SecurityAuditManager> statics = mockStatic(SecurityAuditManager.class)) {
            statics.when(SecurityAuditManager::getInstance).thenReturn(log);

            assertThatCode(() -> new SecurityAudit().record("jane", "close", "all")).doesNotThrowAnyException();
        }
        verify(log).logEvent("jane", "close", "all");
    }
}
