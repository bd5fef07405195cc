package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

/** The choice of the host, on the class path of 4.2.0. What each host does is for the host tests. */
class HostTest {
    @Test
    void minaIsChosenWhereTheHostHasNoNettyAcceptor() {
        assertThat(NettyHost.isOffered()).isFalse();
        assertThat(Host.detect()).isInstanceOf(MinaHost.class);
    }

    @Test
    void aMissingMethodIsNamed() {
        assertThatIllegalStateException().isThrownBy(() -> Late.method(String.class, "missing", void.class))
                .withMessageContaining("java.lang.String.missing");
        assertThatIllegalStateException().isThrownBy(() -> Late.staticMethod(String.class, "missing", void.class))
                .withMessageContaining("java.lang.String.missing");
        assertThatIllegalStateException().isThrownBy(() -> Late.type("no.such.Type"))
                .withMessageContaining("no.such.Type");
    }

    @Test
    void whatACallThrowsComesThrough() {
        IllegalArgumentException unchecked = new IllegalArgumentException();
        Exception checked = new Exception();

        assertThat(Late.call(() -> 1)).isEqualTo(1);
        assertThat(catchFrom(unchecked)).isSameAs(unchecked);
        assertThat(catchFrom(checked)).isInstanceOf(IllegalStateException.class).hasCause(checked);
    }

    private static Throwable catchFrom(Exception problem) {
        return catchThrowable(() -> Late.call(() -> {
            throw problem;
        }));
    }
}
