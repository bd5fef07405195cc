package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.openfire.tcp.NoAcceptHook;

/** What a hook reports of itself. */
class HookTest {
    private final Stub hook = new Stub();

    /** A hook into a host that does as it is told. */
    private static final class Stub extends Hook {
        private RuntimeException refusal;
        private boolean isKept = true;
        private Error unknown;

        Stub() {
            super("stub");
        }

        @Override
        protected void install() {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        protected void uninstall() {
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        protected boolean isInPlace() {
            if (unknown != null) {
                throw unknown;
            }
            return isKept;
        }
    }

    private static HookReport.HookStatus report(State state, String detail) {
        return new HookReport.HookStatus("stub", state, detail, Failures.Count.NONE);
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
    void whatCouldNotBePutInPlaceHasFailedUntilItIsInPlace() {
        hook.refusal = new IllegalStateException("not here");
        hook.start();
        assertThat(hook.report().state()).isEqualTo(State.FAILED);
        assertThat(hook.report().detail()).isEqualTo("java.lang.IllegalStateException: not here");
        assertThat(hook.report().failures().count()).isEqualTo(1);

        hook.isKept = false;
        hook.stop();
        assertThat(hook.report().state()).as("not taken over").isEqualTo(State.FAILED);

        hook.isKept = true;
        hook.waitsFor(null);
        assertThat(hook.report().state()).isEqualTo(State.INSTALLED);
        assertThat(hook.report().detail()).isNull();
    }

    @Test
    void aFailureWhileItRunsIsCountedAndTheHookStaysInPlace() {
        hook.start();
        hook.failed(new IllegalStateException("a"));
        hook.guard(() -> {
            throw new NoSuchMethodError("b");
        });

        HookReport.HookStatus report = hook.report();
        assertThat(report.state()).isEqualTo(State.INSTALLED);
        assertThat(report.detail()).isNull();
        assertThat(report.failures().count()).isEqualTo(2);
        assertThat(report.failures().kinds().keySet()).hasSize(2)
                .anyMatch(kind -> kind.startsWith("java.lang.IllegalStateException in HookTest."))
                .anyMatch(kind -> kind.startsWith("java.lang.NoSuchMethodError in HookTest"));
        assertThat(report.failures().last()).isEqualTo("java.lang.NoSuchMethodError: b");
        assertThat(report.failures().lastAt()).isNotNull();
    }

    @Test
    void aHookThatCannotTellWhetherItIsInPlaceHasFailed() {
        hook.start();
        hook.unknown = new NoSuchMethodError("isInPlace");

        assertThat(hook.report().state()).isEqualTo(State.FAILED);
        assertThat(hook.report().detail()).contains("isInPlace");
    }

    @Test
    void aHookWhoseMeansAreMissingIsNeverInstalled() {
        Hook unavailable = new NoAcceptHook(HostCapabilities.of(new LookupWithout("tcp-accept")).tcpAccept());

        unavailable.start();
        unavailable.guard(() -> {
            throw new IllegalStateException("must not be called");
        });
        unavailable.stop();

        assertThat(unavailable.report()).isEqualTo(new HookReport.HookStatus("accept", State.UNAVAILABLE,
                "not found: " + LookupWithout.MISSING, Failures.Count.NONE));
    }
}
