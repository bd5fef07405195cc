package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownTermsTest {
    private final KnownTerms known = new KnownTerms();

    private static FilterTerm term() {
        return new ValueTerm<>(SessionColumn.USERNAME.value().key(), "john"::equals);
    }

    @Test
    void aFilterThatIsAskedAgainIsTheSame() {
        FilterTerm john = term();
        assertThat(known.known("username:john", john)).isSameAs(john);
        assertThat(known.known("username:john", term())).isSameAs(john);
        assertThat(known.known("username:jane", term())).isNotSameAs(john);
    }

    /** Anybody who may ask may ask anything. */
    @Test
    void thoseThatWereNotAskedForLatelyAreForgotten() {
        FilterTerm first = term();
        FilterTerm kept = term();
        known.known("first", first);
        known.known("kept", kept);
        for (int i = 0; i < 100; i++) {
            known.known("another " + i, term());
            assertThat(known.known("kept", term())).isSameAs(kept);
        }
        assertThat(known.known("first", term())).isNotSameAs(first);
    }
}
