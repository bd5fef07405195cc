package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.history.PastSession;
import io.github.sessionstate.history.Pasts;

/** What of a filter the database can look for, and that the filter holds for what it would find. */
class PastTermsTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static String value(String filter, ExactTerm.Key key) throws ApiException {
        return ExactTerm.value(SessionFilter.ofPast(filter).term(), key);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"username:john,john", "username:JOHN,john", "username:\"jo*n\",jo*n",
        "username:\"none\",none", "john (username:jane tls:none),jane", "full_jid:john@example.org/Phone,john",
        "full_jid:John@*,john", "username:a username:b,a", "username:\u03c3\u03c2,\u03c3\u03c3",
        "username:\ud83d\ude00,\ud83d\ude00", "username:john -cause:idle,john"})
    void aUser(String filter, String username) throws ApiException {
        assertThat(value(filter, ExactTerm.Key.USERNAME)).isEqualTo(username);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"username:jo*", "username:none", "-username:john", "john",
        "username:john OR ip:192.0.2.1", "-(username:john)", "full_jid:j*@example.org/a", "full_jid:example.org/@a",
        "full_jid:none", "full_jid:*", "username:\"a\u0000b\"", "host:example.org"})
    void noUserThatIsCertain(String filter) throws ApiException {
        assertThat(value(filter, ExactTerm.Key.USERNAME)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"ip:192.0.2.1,192.0.2.1", "ip:192.0.2.1/32,192.0.2.1", "ip:::ffff:192.0.2.1,192.0.2.1",
        "ip:2001:DB8::1,2001:db8:0:0:0:0:0:1", "ip:::1,0:0:0:0:0:0:0:1", "ip:fe80::1,", "ip:192.0.2.0/24,", "ip:none,",
        "cause:idle,"})
    void anAddressAsTheServerWritesIt(String filter, String ip) throws ApiException {
        assertThat(value(filter, ExactTerm.Key.IP)).isEqualTo(ip);
    }

    @ParameterizedTest
    @CsvSource({"cause:idle,idle", "cause:Server_Lost,server_lost", "cause:tracking_stopped,tracking_stopped",
        "cause:none,", "-cause:idle,"})
    void aCause(String filter, String cause) throws ApiException {
        assertThat(value(filter, ExactTerm.Key.CAUSE)).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({"username:JOHN,true", "-username:john,false", "ip:192.0.2.1 cause:server_lost,true", "cause:none,false",
        "192.0.2.,true", "stanzas_in:3 stanzas_out:none,true", "age:1h,true", "age:>61m,false", "tls:TLSv1.3,true",
        "idle_since_known:no,true", "show:none,true", "state:detached,false"})
    void theRestIsAskedOfTheRow(String filter, boolean holds) throws ApiException {
        PastSession past = Pasts.ended("x", NOON, new PastEnd(PastEnd.SERVER_LOST, null, null, null, null));

        assertThat(SessionFilter.ofPast(filter).matches(past, past.state(), NOON.toEpochMilli())).isEqualTo(holds);
    }

    @Test
    void whatGoesOnHasNoCause() throws ApiException {
        PastSession past = Pasts.ended("x", NOON, null);

        assertThat(SessionFilter.ofPast("cause:none").matches(past, past.state(), 0)).isTrue();
        assertThat(SessionFilter.ofPast("cause:idle").matches(past, past.state(), 0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ip:192.0.2.7,true", "ip:192.0.2.0/24,true", "ip:192.0.0.0/16,true", "ip:192.0.2.128/25,true",
        "ip:192.0.3.7,false", "ip:192.0.3.0/24,false", "-ip:192.0.2.7,false", "-ip:192.0.3.7,true", "ip:none,false",
        "ip:2001:db8::1,false", "-ip:none,true"})
    void rowsWhoseAddressWasCutAreFoundByTheirNetwork(String filter, boolean holds) throws ApiException {
        PastSession past = Pasts.of("x", "john", "192.0.2.0/24", NOON, new PastEnd("idle", null, null, null, null));

        assertThat(SessionFilter.ofPast(filter).matches(past, past.state(), NOON.toEpochMilli())).isEqualTo(holds);
    }
}
