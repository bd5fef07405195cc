package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

/** What is found in a host, and how what is not found is told. */
class HostLookupTest {
    private final HostLookup lookup = new HostLookup();

    /** As a host may offer one method with one type of answer or another. */
    public static final class Forms {
        private final String hidden = "found";

        public void set(String value) {
            assertThat(value).isNotEqualTo(hidden);
        }

        public boolean add(String value) {
            return value.equals(hidden);
        }

        public static String join(String one, String two) {
            return one + two;
        }
    }

    @Test
    void aMethodIsFoundWhateverItReturnsAndWhetherItIsStaticOrNot() throws Throwable {
        assertThat((Object) lookup.method(Forms.class, "add", String.class).invoke(new Forms(), "found"))
                .isEqualTo(true);
        assertThat((Object) lookup.method(Forms.class, "set", String.class).invoke(new Forms(), "x")).isNull();
        assertThat((Object) lookup.method(Forms.class, "join", String.class, String.class).invoke("a", "b"))
                .isEqualTo("ab");
    }

    @Test
    void whatIsNotFoundIsNamed() {
        assertThatExceptionOfType(NotOfferedException.class)
                .isThrownBy(() -> lookup.method(String.class, "missing", int.class, Object.class))
                .withMessage("java.lang.String.missing(int, Object)");
        assertThatExceptionOfType(NotOfferedException.class).isThrownBy(() -> lookup.type("no.such.Type"))
                .withMessage("no.such.Type");
        assertThatExceptionOfType(NotOfferedException.class).isThrownBy(() -> lookup.field(Forms.class, "missing"))
                .withMessage(Forms.class.getName() + ".missing");
    }

    @Test
    void aFieldThatTheJdkKeepsClosedIsNotOffered() {
        assertThatExceptionOfType(NotOfferedException.class).isThrownBy(() -> lookup.field(String.class, "value"))
                .withMessage("java.lang.String.value");
    }

    @Test
    void aPrivateFieldIsRead() throws NotOfferedException {
        assertThat(lookup.<String>field(Forms.class, "hidden").get(new Forms())).isEqualTo("found");
    }

    @Test
    void aCapabilityWithItsMeansIsOffered() {
        Capability<String> capability = lookup.capability("it", host -> "means");

        assertThat(capability.isOffered()).isTrue();
        assertThat(capability.get()).isEqualTo("means");
        assertThat(capability.missing()).isNull();
    }

    @Test
    void aCapabilityWithoutItsMeansSaysWhatIsMissing() {
        Capability<Class<?>> capability = lookup.capability("it", host -> host.type("no.such.Type"));

        assertThat(capability.isOffered()).isFalse();
        assertThat(capability.missing()).isEqualTo("no.such.Type");
        assertThatIllegalStateException().isThrownBy(capability::get).withMessageContaining("'it'")
                .withMessageContaining("no.such.Type");
    }

    @Test
    void aHostWhoseClassesCannotBeReadDoesNotOfferIt() {
        Capability<String> capability = lookup.capability("it", host -> {
            throw new NoClassDefFoundError("gone");
        });

        assertThat(capability.isOffered()).isFalse();
        assertThat(capability.missing()).contains("gone");
    }

    @Test
    void whatACallThrowsComesThrough() {
        IllegalArgumentException unchecked = new IllegalArgumentException();
        Exception checked = new Exception();

        assertThat(HostCall.call(() -> 1)).isEqualTo(1);
        assertThat(catchFrom(unchecked)).isSameAs(unchecked);
        assertThat(catchFrom(checked)).isInstanceOf(IllegalStateException.class).hasCause(checked);
    }

    private static Throwable catchFrom(Exception problem) {
        return catchThrowable(() -> HostCall.call(() -> {
            throw problem;
        }));
    }
}
