package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

/** Tokens of {@link Grants} that are replaced, and what ends them. */
class GrantEndsTest extends GrantsFixture {
    @Test
    void aTokenIsReplacedWhileTheOtherStillWorks() {
        Issued first = make();
        String id = first.grant().id();
        check(first.token());

        after(Duration.ofSeconds(1));
        Issued second = get(grants.rotate("john", id, Duration.ofDays(1)));

        assertThat(second.number()).isEqualTo(2);
        assertThat(second.grant().tokens()).extracting(GrantToken::number).containsExactly(1, 2);
        assertThat(second.grant().tokens().get(1).expires()).isEqualTo(START.plusSeconds(1).plus(Duration.ofDays(1)));
        assertThat(check(second.token())).isNotNull();
        assertThat(check(first.token())).isNotNull();

        assertThat(get(grants.revoke("john", id, 1))).isTrue();
        assertThat(check(first.token())).isNull();
        assertThat(check(second.token()).tokens()).extracting(GrantToken::number).containsExactly(2);
        assertThat(get(grants.revoke("john", id, 1))).as("again").isFalse();
        after(Duration.ofDays(1).plusSeconds(1));
        assertThat(check(second.token())).isNull();
        assertThat(get(grants.rotate("john", id, null)).number()).as("none is used twice").isEqualTo(3);
    }

    @Test
    void aTokenLastsNoLongerThanItsGrant() {
        Issued first = make();

        after(Duration.ofDays(20));
        for (Duration life : new Duration[] {null, Duration.ofDays(400)}) {
            Issued other = get(grants.rotate("john", first.grant().id(), life));
            assertThat(other.grant().tokens().get(other.number() - 1).expires()).isEqualTo(first.grant().expires());
        }
        assertThatThrownBy(() -> grants.rotate("john", first.grant().id(), Duration.ofDays(401)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void revokingActsAtOnce() {
        Issued issued = make();
        Issued other = make();
        check(issued.token());
        check(other.token());

        assertThat(get(grants.revoke("john", issued.grant().id()))).isTrue();

        assertThat(check(issued.token())).isNull();
        assertThat(check(other.token())).isNotNull();
        assertThat(get(grants.revoke("john", issued.grant().id()))).isFalse();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateToken")).isEqualTo("1");
    }

    @Test
    void nobodyChangesWhatIsAnothers() {
        Issued issued = make();
        String id = issued.grant().id();

        assertThat(get(grants.revoke("jane", id))).isFalse();
        assertThat(get(grants.revoke("jane", id, 1))).isFalse();
        assertThat(get(grants.rotate("jane", id, null))).isNull();
        assertThat(get(grants.ofOwner("jane"))).isEmpty();
        assertThat(get(grants.revokeAllOf("jane"))).isZero();
        assertThat(check(issued.token())).isNotNull();
    }

    @Test
    void whatIsNoIdIsNobodys() {
        for (String id : List.of("", "x", "'; DROP TABLE ofSessionStateGrant; --", "\0".repeat(12))) {
            assertThat(get(grants.revoke("john", id))).isFalse();
            assertThat(get(grants.revoke("john", id, 1))).isFalse();
            assertThat(get(grants.rotate("john", id, null))).isNull();
        }
    }

    @Test
    void aChangedAccountLosesAllGrantsAtOnceAndMayMakeNewOnes() {
        Issued one = make();
        Issued two = make();
        Issued janes = get(grants.make("jane", request()));
        check(one.token());

        assertThat(get(grants.revokeAllOf("john"))).isEqualTo(2);
        grants.accountChanged("");

        assertThat(check(one.token())).isNull();
        assertThat(check(two.token())).isNull();
        assertThat(check(janes.token())).isNotNull();
        after(Duration.ofMillis(1));
        assertThat(check(make().token())).isNotNull();
    }

    @Test
    void aChangedAccountLosesItsGrantsThoughTheDatabaseIsDown() throws Exception {
        Issued issued = make();
        check(issued.token());
        awaitNoted();
        database.isDown = true;
        CompletableFuture<Integer> revoked = grants.revokeAllOf("john");
        until(() -> assertThat(database.problem()).isNotNull());
        database.isDown = false;

        until(() -> assertThat(check(issued.token())).isNull());
        assertThat(revoked).isNotDone();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateGrant")).isEqualTo("1");
        // A later change takes along what the earlier one could not do.
        after(Duration.ofMillis(1));
        grants.accountChanged("john");
        assertThat(get(revoked)).isEqualTo(1);
        assertThat(check(issued.token())).isNull();
        assertThat(database.ask("SELECT COUNT(*) FROM ofSessionStateGrant")).isEqualTo("0");
    }

    @Test
    void aCheckUnderWayRevivesNothing() {
        Issued issued = make();
        SwitchedDatabase.Hold hold = database.holdNext();
        CompletableFuture<Grant> underWay = grants.check(issued.token(), IP);
        get(hold.read());

        assertThat(get(grants.revoke("john", issued.grant().id()))).isTrue();
        assertThat(underWay).isNotDone();
        hold.release().complete(null);

        assertThat(get(underWay)).isNull();
        assertThat(check(issued.token())).isNull();
    }

    @Test
    void aCheckThatWaitsForADirectoryRevivesNothing() throws Exception {
        for (boolean isWhole : new boolean[] {true, false}) {
            Issued issued = make();
            owners.answer = new CountDownLatch(1);
            int asked = owners.asked.get();
            CompletableFuture<Grant> underWay = grants.check(issued.token(), IP);
            until(() -> assertThat(owners.asked.get()).isGreaterThan(asked));

            if (isWhole) {
                get(grants.revoke("john", issued.grant().id()));
            } else {
                get(grants.revokeAllOf("john"));
            }
            assertThat(underWay).isNotDone();
            owners.answer.countDown();

            assertThat(get(underWay)).isNull();
            after(Duration.ofMinutes(1));
        }
    }

    @Test
    void manyChangesOfAccountsKeepNobodyFromBeingCheckedAnew() {
        Token token = make().token();
        for (int i = 0; i < 1_000; i++) {
            grants.accountChanged("user" + i);
        }

        assertThat(check(token)).isNotNull();
        assertThat(get(grants.revokeAllOf("user1"))).isZero();
        // Some tens of transactions, and not one for each.
        assertThat(database.runs.get()).isLessThan(500);
    }
}
