package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** What {@link Grants} notes of their use, how many there may be, and what goes by itself. */
class GrantUpkeepTest extends GrantsFixture {
    // ------------------------------------------------------------------ last used

    private GrantToken only() {
        return get(grants.ofOwner("john")).get(0).tokens().get(0);
    }

    @Test
    void theLastUseIsNotedOnceAMinute() throws Exception {
        Token token = make().token();
        assertThat(only().lastUsed()).isNull();

        get(grants.check(token, "192.0.2.1"));
        until(() -> assertThat(only().lastUsed()).isEqualTo(START));
        assertThat(only().lastAddress()).isEqualTo("192.0.2.1");

        after(Duration.ofSeconds(59));
        get(grants.check(token, "192.0.2.2"));
        get(grants.ofOwner("john"));
        assertThat(only().lastUsed()).isEqualTo(START);

        after(Duration.ofSeconds(60));
        get(grants.check(token, "2001:db8::" + "1".repeat(100)));
        until(() -> assertThat(only().lastUsed()).isEqualTo(START.plusSeconds(60)));
        assertThat(only().lastAddress()).hasSize(64);
        assertThat(grants.unnoted()).isZero();
    }

    @Test
    void aUseThatCannotBeNotedIsCounted() throws Exception {
        Token token = make().token();
        check(token);
        until(() -> assertThat(only().lastUsed()).isEqualTo(START));
        after(Duration.ofSeconds(55));
        check(token);
        database.isDown = true;

        after(Duration.ofSeconds(61));
        assertThat(check(token)).isNotNull();
        until(() -> assertThat(grants.unnoted()).isEqualTo(1));
    }

    // ------------------------------------------------------------------ limits, and what goes by itself

    @Test
    void thereAreFiftyGrantsAtMost() {
        for (int i = 0; i < Grants.MOST_GRANTS; i++) {
            make();
        }
        assertThatThrownBy(this::make).isInstanceOf(LimitReachedException.class)
                .hasMessage("There are 50 grants already: revoke one first");
        assertThat(get(grants.make("jane", request()))).isNotNull();
        after(Duration.ofDays(30));
        assertThat(make()).as("those that ended do not count").isNotNull();
    }

    @Test
    void thereAreFiveTokensOfAGrantAtMost() {
        String id = make().grant().id();
        for (int i = 2; i <= Grants.MOST_TOKENS; i++) {
            assertThat(get(grants.rotate("john", id, null)).number()).isEqualTo(i);
        }
        assertThatThrownBy(() -> get(grants.rotate("john", id, null))).isInstanceOf(LimitReachedException.class)
                .hasMessage("The grant has 5 tokens already: revoke one first");
        get(grants.revoke("john", id, 3));
        assertThat(get(grants.rotate("john", id, null)).number()).isEqualTo(6);
    }

    @Test
    void rotationsAtTheSameTimeGetNumbersOfTheirOwn() {
        String id = make().grant().id();
        List<CompletableFuture<Issued>> rotations = IntStream.range(0, 4)
                .mapToObj(i -> grants.rotate("john", id, null)).toList();

        assertThat(rotations.stream().map(rotation -> get(rotation).number())).containsExactlyInAnyOrder(2, 3, 4, 5);
    }

    @Test
    void aGrantWithoutTokensGoesAfterTwoWeeks() {
        Issued issued = make();
        Issued other = make();
        String id = issued.grant().id();
        after(Duration.ofDays(16));
        get(grants.revoke("john", id, 1));

        after(Duration.ofDays(16 + 14).minusMillis(1));
        assertThat(get(grants.tidy())).isZero();
        assertThat(get(grants.ofOwner("john"))).extracting(Grant::id).contains(id);
        after(Duration.ofDays(16 + 14));
        assertThat(get(grants.tidy())).isEqualTo(1);
        assertThat(get(grants.ofOwner("john"))).extracting(Grant::id).containsExactly(other.grant().id());
        after(Duration.ofDays(30 + 14));
        assertThat(get(grants.tidy())).isEqualTo(1);
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateToken")).isEqualTo("0");
    }

    @Test
    void aGrantThatNeverHadATokenAndATokenWithoutAGrantGoToo() {
        insert("AAAAAAAAAAAA", START.toEpochMilli());
        database.execute("INSERT INTO ofSessionStateToken (grantId, tokenNumber, hash, created, expires)"
                + " VALUES ('BBBBBBBBBBBB', 1, 'x', 0, 9999999999999)");

        after(Duration.ofDays(13));
        assertThat(get(grants.tidy())).isZero();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateToken")).isEqualTo("0");
        after(Duration.ofDays(14));
        assertThat(get(grants.tidy())).isEqualTo(1);
    }
}
