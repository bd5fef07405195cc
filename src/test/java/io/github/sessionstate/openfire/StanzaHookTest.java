package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;

import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.openfire.console.AccountHook;

class StanzaHookTest {
    @Test
    void anInterceptorThatIsTakenOutIsTakenOver() {
        StanzaHook stanzas = new StanzaHook(null, null, null, null, null, null);
        AccountHook accounts = new AccountHook(null, null, null, null, null);
        try {
            stanzas.start();
            accounts.start();
            assertThat(stanzas.report().state()).isEqualTo(State.INSTALLED);
            assertThat(accounts.report().state()).isEqualTo(State.INSTALLED);

            InterceptorManager.getInstance().removeInterceptor(stanzas);
            assertThat(stanzas.report().state()).isEqualTo(State.TAKEN_OVER);
            assertThat(accounts.report().state()).isEqualTo(State.INSTALLED);
            InterceptorManager.getInstance().getInterceptors().forEach(
                    InterceptorManager.getInstance()::removeInterceptor);
            assertThat(accounts.report().state()).isEqualTo(State.TAKEN_OVER);
        } finally {
            accounts.stop();
            stanzas.stop();
        }
    }
}
