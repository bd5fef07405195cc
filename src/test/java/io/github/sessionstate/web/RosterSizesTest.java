package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.XmppSession;

class RosterSizesTest {
    private final Console console = new Console();
    private long now;
    private final RosterSizes sizes = new RosterSizes(() -> now);

    @AfterEach
    void close() {
        console.close();
    }

    private Integer of(XmppSession session) {
        return sizes.of(session, session.state());
    }

    @Test
    void theHostIsAskedOncePerUserAndTenSeconds() {
        XmppSession first = console.bound("john", "a");
        XmppSession second = console.bound("john", "b");
        console.rosters.put("john", List.of("jane@example.org"));

        assertThat(of(first)).isEqualTo(1);
        console.rosters.put("john", List.of("jane@example.org", "juan@example.org"));
        now += 9_999_999_999L;
        assertThat(of(second)).isEqualTo(1);
        assertThat(console.rosterReads).isEqualTo(1);

        now += 1;
        assertThat(of(second)).isEqualTo(2);
        assertThat(of(first)).isEqualTo(2);
        assertThat(console.rosterReads).isEqualTo(2);
    }

    @Test
    void oneThatCannotBeReadIsAskedForNoMoreOften() {
        XmppSession session = console.bound("john", "a");
        console.rostersBroken = true;

        assertThat(of(session)).isNull();
        console.rostersBroken = false;
        assertThat(of(session)).isNull();
        assertThat(console.rosterReads).isEqualTo(1);

        now += 10_000_000_000L;
        assertThat(of(session)).isZero();
    }

    @Test
    void usersDoNotShare() {
        console.rosters.put("john", List.of("jane@example.org"));

        assertThat(of(console.bound("john", "a"))).isEqualTo(1);
        assertThat(of(console.bound("jane", "a"))).isZero();
    }

    @Test
    void withoutARosterThereIsNoSize() {
        assertThat(of(console.authenticated("john"))).isNull();
        assertThat(console.rosterReads).isZero();
    }
}
