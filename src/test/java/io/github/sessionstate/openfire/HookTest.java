package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;

import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.web.HookReport;
import io.github.sessionstate.web.HookReport.State;

/** What a hook reports of itself. */
class HookTest {
    private final Stub hook = new Stub();

    /** A hook into a host that does as it is told. */
    private static final class Stub extends Hook {
        private RuntimeException refusal;
        private boolean isKept = true;

        Stub() {
            super("stub");
        }

        @Override
        void install() {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        void uninstall() {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        boolean isInPlace() {
            return isKept;
        }
    }

    private static HookReport.Hook report(State state, String detail) {
        return new HookReport.Hook("stub", state, detail);
    }

    @Test
    void whatTheHostHasIsInstalled() {
        assertThat(hook.report()).isEqualTo(report(State.WAITING, null));

        hook.start();

        assertThat(hook.report()).isEqualTo(report(State.INSTALLED, null));
    }

    @Test
    void whatTheHostHasLostIsTakenOverUntilItIsBack() {
        hook.start();
        hook.isKept = false;
        assertThat(hook.report()).isEqualTo(report(State.TAKEN_OVER, null));

        hook.isKept = true;
        assertThat(hook.report()).isEqualTo(report(State.INSTALLED, null));
    }

    @Test
    void whatTheHostNeverTookIsNotTakenOver() {
        hook.isKept = false;
        hook.start();

        assertThat(hook.report()).isEqualTo(report(State.WAITING, null));
    }

    @Test
    void aHookThatWaitsSaysWhatFor() {
        hook.start();
        hook.waitsFor("a listener");
        assertThat(hook.report()).isEqualTo(report(State.WAITING, "a listener"));

        hook.waitsFor(null);
        assertThat(hook.report()).isEqualTo(report(State.INSTALLED, null));
    }

    @Test
    void aFailureIsNeitherOverNorATakeOver() {
        hook.refusal = new IllegalStateException("not here");
        hook.start();
        HookReport.Hook failed = report(State.FAILED, "java.lang.IllegalStateException: not here");
        assertThat(hook.report()).isEqualTo(failed);

        hook.waitsFor(null);
        hook.isKept = false;
        hook.stop();
        assertThat(hook.report()).isEqualTo(failed);
    }

    @Test
    void anInterceptorThatIsTakenOutIsTakenOver() {
        StanzaHook stanzas = new StanzaHook(null, null);
        AccountHook accounts = new AccountHook(null, null, null);
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
