package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;
import io.github.sessionstate.web.SessionFilter.Kind;

/** Which of a small server's sessions a filter finds. */
class SessionFilterTest {
    private final Console console = new Console();

    @BeforeEach
    void sessions() {
        console.accepted();
        console.authenticated("jane");
        console.bound("john", "Desk top").askedForRoster();
        console.available("john", "phone", "<presence><show>away</show></presence>", -3);
        console.available("jane", "phone", "<presence/>", 5);
        XmppSession far = console.registry.accepted(new Console.Host(), new Console.Connection("2001:db8::7", 1));
        far.opened("example.org");
        console.bound("juan", "gone").detached();
    }

    @AfterEach
    void close() {
        console.close();
    }

    /** What is known of each session that is found. */
    private String found(String filter) throws ApiException {
        return found(filter, Duration.ZERO);
    }

    private String found(String filter, Duration later) throws ApiException {
        SessionFilter parsed = SessionFilter.of(filter);
        return console.registry.sessions().stream()
                .filter(session -> parsed.matches(session, session.state(), Console.NOW.plus(later).toEpochMilli()))
                .map(session -> name(session.state())).collect(Collectors.joining(", "));
    }

    private static String name(SessionState state) {
        if (state.fullJid() != null) {
            return state.username() + "/" + state.resource();
        }
        return state.username() != null ? state.username() : state.notOpen() ? "silent" : "far";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "john | john/Desk top, john/phone",
        "JOHN@ | john/Desk top, john/phone",
        "phone | john/phone, jane/phone",
        "\"desk top\" | john/Desk top",
        "username:jo* | john/Desk top, john/phone",
        "username:\"JOHN\" | john/Desk top, john/phone",
        "username:\"jo*\" |",
        "john phone | john/phone",
        "john -phone | john/Desk top",
        "192.0.2. john | john/Desk top, john/phone",
        "2001:db8 | far",
        "\"db8::\" | far",
        "nobody |",
        "type:c2s_unauthed | silent, far",
        "type:C2S_UNBOUND | jane",
        "-type:c2s | silent, jane, far",
        "notopen:yes | silent, jane",
        "connected:yes available:no | john/Desk top, juan/gone",
        "available:yes | john/phone, jane/phone",
        "interested:yes | john/Desk top",
        "detached:yes | juan/gone",
        "seeded:yes |",
        "secure:yes |",
        "compressed:no type:c2s_unbound | jane",
        "username:jane | jane, jane/phone",
        "username:J* resource:*o* | john/Desk top, john/phone, jane/phone, juan/gone",
        "resource:\"desk top\" | john/Desk top",
        "resource:desk |",
        "resource:d.s* |",
        "host:example.org username:jane | jane, jane/phone",
        "full_jid:john@example.org/phone | john/phone",
        "priority:<0 | john/phone",
        "priority:>=5 | jane/phone",
        "priority:5 | jane/phone",
        "priority:=-3 | john/phone",
        "stanzas_in:>3 |",
        "stanzas_out:<=4 detached:yes | juan/gone",
        "ip:192.0.2.1 type:c2s_unbound | jane",
        "ip:192.0.0.0/16 type:c2s_unbound | jane",
        "ip:10.0.0.0/8 |",
        "ip:2001:db8::/32 | far",
        "ip:::/0 | far",
        "transport:tcp type:c2s_unbound | jane",
        "transport:bosh |",
        "transport:none |",
        "transport:tcp detached:yes | juan/gone",
        "port:>49999 resource:gone | juan/gone",
        "port:<49999 | far",
        "username:none | silent, far",
        "-username:none type:c2s_unbound | jane",
        "username:\"none\" |",
        "client:none username:jane | jane, jane/phone",
        "presence_length:none username:john | john/Desk top",
        "priority:none |",
        "ip:none |",
        "ip:192.0.2.0/24 detached:yes | juan/gone",
        "tls:none resource:gone | juan/gone",
        "resumable_until:none resource:gone | juan/gone",
        "resumable_until:>2026-01-01 |",
        "-resumable_until:>2026-01-01 |",
        "stream_management:none resource:gone | juan/gone",
        "stream_management:no |",
        "last_error:none resource:gone | juan/gone",
        "conn:none | juan/gone",
        "user_agent:none resource:gone | juan/gone",
        "status:NONE resource:gone | juan/gone",
        "resource:gone OR presence:away | john/phone, juan/gone",
        "phone john OR type:c2s_unbound | jane, john/phone",
        "phone (username:john OR type:c2s_unbound) | john/phone",
        "(phone) | john/phone, jane/phone",
        "( phone )(john) | john/phone",
        "-(username:john OR username:jane) type:c2s | juan/gone",
        "-(john phone) type:c2s | john/Desk top, jane/phone, juan/gone",
        "-(-(john)) | john/Desk top, john/phone",
        "(presence:away OR (type:c2s -phone)) -resource:gone | john/Desk top, john/phone",
        "gone OR(phone) | john/phone, jane/phone, juan/gone",
        "gone or phone |",
        "gone \"OR\" phone |",
        "ORDER |",
        "resource:Phone(2) |",
        "(resource:Phone(2) OR resource:gone) | juan/gone",
        "\"(\" |",
        "-- | silent, jane, john/Desk top, john/phone, jane/phone, far, juan/gone",
        "(-) |",
        "\"gone\" \"juan\" | juan/gone", "\"gone\"\"juan\" |", "\"\"\"\" |",
        "conn:tcp type:c2s_unbound | jane",
        "conn:192.0.2.* type:c2s_unbound | jane",
        "conn:50000 type:c2s_unbound | jane",
        "conn:2001* | far",
        "-conn:tcp | juan/gone",
        "since:2026-01-02 resource:gone | juan/gone",
        "since:2026-01-02T03:04Z resource:gone | juan/gone",
        "since:=2026-01-02T03:04:05Z resource:gone | juan/gone",
        "since:2026-01-02T03:04:05.678Z resource:gone | juan/gone",
        "since:2026-01-02T03:04:05.679Z |",
        "since:2026-01-01 |",
        "since:>2026-01-01 resource:gone | juan/gone",
        "since:>2026-01-02 |",
        "since:>=2026-01-02 resource:gone | juan/gone",
        "since:<=2026-01-02T03:04Z resource:gone | juan/gone",
        "since:<2026-01-02T03:04Z |",
        "-since:2026-01-02 |",
        "-since:2026-01-03 resource:gone | juan/gone",
        "idle_since:2026-01-02 resource:gone | juan/gone",
        "presence:away | john/phone",
        "presence:available | jane/phone",
        "presence:none username:john | john/Desk top",
    })
    void finds(String filter, String expected) throws ApiException {
        assertThat(found(filter)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void agesCountFromNow() throws ApiException {
        assertThat(found("age:>10m username:jane", Duration.ofMinutes(10))).isEmpty();
        assertThat(found("age:>=10m username:jane", Duration.ofMinutes(10))).isEqualTo("jane, jane/phone");
        assertThat(found("age:10m username:jane", Duration.ofMinutes(10))).isEqualTo("jane, jane/phone");
        assertThat(found("idle:<1h username:jane", Duration.ofMinutes(10))).isEqualTo("jane, jane/phone");
        assertThat(found("idle:>2d username:jane", Duration.ofDays(3))).isEqualTo("jane, jane/phone");
    }

    /** Two clicks from closing all that match: who was active two minutes ago is not idle. */
    @Test
    void ofASessionFromBeforeThePluginOnlyTheLeastIdleTimeIsKnown() throws ApiException {
        XmppSession session = console.registry.seeded(new Console.Host(), SessionState
                .accepted(new Console.Connection("192.0.2.9", 1)).bound("early", "example.org", "x", true),
                Console.NOW.minusSeconds(3600), Console.NOW.minusSeconds(120));
        for (String holds : List.of("idle:>1m", "idle:>=2m", "idle:2m", "-idle:<1m", "-idle:<=1m", "age:>59m",
                "idle_since:<2026-01-03", "idle_since:<=2026-01-02", "-idle_since:>2026-01-02",
                "-idle_since:2026-01-03")) {
            assertThat(found(holds + " username:early", Duration.ZERO)).as(holds).isEqualTo("early/x");
        }
        for (String not : List.of("idle:>10m", "idle:<10m", "idle:<=1h", "-idle:>10m", "-idle:>=10m", "-idle:<10m",
                "idle:=2m", "idle_since:>2026-01-01", "-idle_since:<2026-01-01", "idle_since:2026-01-02",
                "-idle_since:2026-01-01")) {
            assertThat(found(not + " username:early", Duration.ZERO)).as(not).isEmpty();
        }

        session.stanzaReceived(Console.NOW.minusSeconds(60).toEpochMilli());
        assertThat(found("idle:<10m username:early", Duration.ZERO)).isEqualTo("early/x");
        assertThat(found("-idle:>10m username:early", Duration.ZERO)).isEqualTo("early/x");
    }

    @Test
    void nothingTypedFindsAll() throws ApiException {
        assertThat(SessionFilter.of(" \t ")).isSameAs(SessionFilter.ALL);
        assertThat(SessionFilter.ALL.isEmpty()).isTrue();
        assertThat(SessionFilter.of("-").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "type:c2s_destroyed | type is one of c2s_unauthed, c2s_unbound, c2s, not \"c2s_destroyed\"",
        "available:maybe | available is one of yes, no, not \"maybe\"",
        "presence:busy | presence is one of available, away, chat, dnd, xa, none, not \"busy\"",
        "priority:high | priority takes a number, such as >5: \"high\"",
        "priority:>9999999999999999999 | priority takes a number, such as >5: \">9999999999999999999\"",
        "priority:\"\" | priority needs a value",
        "idle:>10 | idle takes a time in s, m, h or d, such as >10m: \">10\"",
        "idle:>10y | idle takes a time in s, m, h or d, such as >10m: \">10y\"",
        "since:yesterday | since takes a time in UTC, such as 2026-01-31 or >2026-01-31T10:05Z: \"yesterday\"",
        "since:>2026-02-30 | since takes a time in UTC, such as 2026-01-31 or >2026-01-31T10:05Z: \">2026-02-30\"",
        "since:2026-01-01T25:00Z | since takes a time in UTC, such as 2026-01-31 or >2026-01-31T10:05Z: "
                + "\"2026-01-01T25:00Z\"",
        "ip:example.org | ip takes an address or a block, such as 10.0.0.0/8: \"example.org\"",
        "ip:10.0.0.0/33 | ip takes an address or a block, such as 10.0.0.0/8: \"10.0.0.0/33\"",
        "ip:10.0.0.0/ | ip takes an address or a block, such as 10.0.0.0/8: \"10.0.0.0/\"",
        "type: | type: needs a value",
        "john \"desk top | a quotation mark is not closed",
        "transport:tls | transport is one of bosh, tcp, websocket, none, not \"tls\"",
        "type:none | type is one of c2s_unauthed, c2s_unbound, c2s, not \"none\"",
        "secure:none | secure is one of yes, no, not \"none\"",
    })
    void saysWhatIsWrong(String filter, String message) {
        assertThatThrownBy(() -> SessionFilter.of(filter)).isInstanceOf(ApiException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "john type:x | 6 | type is one of c2s_unauthed, c2s_unbound, c2s, not \"x\"",
        "(john OR -color:red) | 11 | no such key: \"color\"; there are ",
        "john \"desk | 6 | a quotation mark is not closed",
        "-client:\"desk | 9 | a quotation mark is not closed",
        "(john OR (jane | 10 | a bracket is not closed",
        "(john) jane) | 12 | no bracket is open before this one",
        ") | 1 | a term is missing",
        "() | 2 | a term is missing",
        "-() | 3 | a term is missing",
        "OR john | 1 | a term is missing",
        "john OR | 8 | a term is missing",
        "john OR OR jane | 9 | a term is missing",
        "(john OR ) | 10 | a term is missing",
        "(type:) | 2 | type: needs a value",
    })
    void saysWhereSomethingIsWrong(String filter, int position, String message) {
        assertThatThrownBy(() -> SessionFilter.of(filter)).hasMessageStartingWith(message)
                .isInstanceOfSatisfying(ApiException.class,
                        problem -> assertThat(problem.position()).isEqualTo(position));
    }

    @Test
    void bracketsStandInEachOtherToABoundedDepth() throws ApiException {
        int deepest = FilterParser.MAX_DEPTH;
        assertThat(found("(".repeat(deepest) + "gone" + ")".repeat(deepest))).isEqualTo("juan/gone");
        assertThat(found("(gone) ".repeat(deepest + 1))).isEqualTo("juan/gone");
        for (String filter : List.of("(".repeat(deepest + 1) + "gone" + ")".repeat(deepest + 1),
                "(".repeat(SessionFilter.MAX_LENGTH), "-(".repeat(SessionFilter.MAX_LENGTH / 2))) {
            assertThatThrownBy(() -> SessionFilter.of(filter)).isInstanceOf(ApiException.class)
                    .hasMessage("brackets stand in each other more than 20 deep");
        }
    }

    /** Whatever is typed is read, or refused with its place: nothing else is thrown, and it takes no time. */
    @Test
    void anythingMayBeTyped() {
        String[] pieces = {"(", ")", "OR", " ", "-", "\"", ":", "john", "type:c2s", "idle:>1m", "none", "*", "\u00e9",
            "ip:"};
        Random random = new Random(5);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String filter = random.ints(random.nextInt(12), 0, pieces.length).mapToObj(piece -> pieces[piece])
                    .collect(Collectors.joining());
            try {
                found(filter);
                read++;
            } catch (ApiException e) {
                assertThat(e.position()).as(filter).isBetween(1, filter.length() + 1);
            }
        }
        assertThat(read).isBetween(1_000, 19_000);
    }

    /** A page that offers values offers no others than those that are taken. */
    @Test
    void everyChoiceThatIsToldIsTaken() throws ApiException {
        Map<String, List<String>> live = SessionFilter.choices(Kind.LIVE);
        assertThat(live).containsKeys("type", "presence", "transport", "secure", "detached").doesNotContainKey("cause");
        for (Kind kind : List.of(Kind.ENDED, Kind.PAST)) {
            assertThat(SessionFilter.choices(kind)).containsAllEntriesOf(live).containsKey("cause");
            SessionFilter.choices(kind).forEach((key, choices) -> {
                assertThat(SessionFilter.keyNames(kind)).contains(key);
                assertThat(choices).allSatisfy(choice -> assertThat(read(kind, key + ':' + choice).isEmpty()).isFalse());
                assertThatThrownBy(() -> read(kind, key + ":x")).hasMessage(key + " is one of "
                        + String.join(", ", choices) + ", not \"x\"");
            });
        }
    }

    private static SessionFilter read(Kind kind, String filter) throws ApiException {
        return kind == Kind.PAST ? SessionFilter.ofPast(filter) : SessionFilter.ofEnded(filter);
    }

    @Test
    void unknownKeysAreToldWithThoseThatThereAre() {
        assertThatThrownBy(() -> SessionFilter.of("color:red")).hasMessageStartingWith(
                "no such key: \"color\"; there are age, anonymous, available, ").hasMessageContaining("username");
    }

    /** What the table of columns has, a filter can ask for and an order go by, but for what the host must be asked. */
    @ParameterizedTest
    @EnumSource(SessionColumn.class)
    void everyColumnHasItsKey(SessionColumn column) {
        boolean isAsked = Set.of("roster", "roster_size", "administrator").contains(column.key());
        assertThat(column.is(ColumnTrait.ASKS_HOST)).isEqualTo(isAsked);
        assertThat(column.is(ColumnTrait.SORTABLE)).isEqualTo(!isAsked);

        ThrowingCallable asking = () -> SessionFilter.of(column.key() + ":?");
        if (isAsked) {
            assertThatThrownBy(asking).hasMessage("sessions cannot be filtered by " + column.key()
                    + ": Openfire would have to be asked for it, session by session");
        } else {
            Throwable problem = catchThrowable(asking);
            assertThat(problem == null || problem.getMessage().startsWith(column.key() + ' ')).isTrue();
        }
    }

    @Test
    void everyKindOfValueIsToldWithItsKeys() throws ApiException {
        console.available("john", "a", "<presence><show>dnd</show><status>In a meeting</status></presence>", 5);
        console.bound("john", "b");

        assertThat(found("status:*meeting")).isEqualTo(found("resource:a")).isNotEmpty();
        assertThat(found("show:dnd roster_loaded:yes presence_length:>10")).isEqualTo(found("resource:a"));
        assertThat(found("presence_length:<1")).isEmpty();
        assertThat(SessionFilter.keysByKind()).containsOnlyKeys("text", "truth", "number");
        assertThat(SessionFilter.keysByKind().get("text")).contains("status", "login_failed_condition");
        assertThat(SessionFilter.keysByKind().get("truth")).contains("seeded", "secure")
                .doesNotContain("administrator");
        assertThat(SessionFilter.keysByKind().get("number")).contains("stanzas_in").doesNotContain("roster_size");
    }

    @Test
    void plainTextIsLookedForInClientAndStatus() throws ApiException {
        console.available("john", "a", "<presence><status>In a meeting</status></presence>", 5);
        Console.host(console.bound("jane", "b")).software = new ClientSoftware("Conversations", "2.12", "Android");

        assertThat(found("MEETING")).isEqualTo("john/a");
        assertThat(found("\"conversations 2.1\"")).isEqualTo("jane/b");
        assertThat(found("client:conversations*")).isEqualTo("jane/b");
    }

    @Test
    void whatTheHostKnowsIsFound() throws ApiException {
        XmppSession session = console.available("robin", "phone", "<presence/>", 1);
        Console.host(session).facts = new StubFacts("PLAIN", null, false, "pt-BR", true, true,
                Console.NOW.plusSeconds(600), 7, true, false);

        for (String filter : List.of("anonymous:no", "language:pt*", "stream_management:yes", "resumable:yes",
                "unacknowledged:>6", "inactive:yes", "carbons:no")) {
            assertThat(found(filter)).as(filter).isEqualTo("robin/phone");
        }
        assertThat(found("resumable_until:>2026-01-01")).as("it is not detached").isEmpty();
        session.detached();
        assertThat(found("resumable_until:2026-01-02T03:14Z")).isEqualTo("robin/phone");
        assertThat(found("-resumable_until:<2026-01-02T03:14Z")).isEqualTo("robin/phone");
    }

    @Test
    void whatWasRefusedIsFound() throws ApiException {
        XmppSession session = console.accepted();
        session.failedToLogIn("root", null, "not-authorized");
        assertThat(found("last_error:\"login: not-authorized\" login_failed_username:root")).isEqualTo("silent");

        session.opened("example.org");
        session.authenticated("robin", true);
        session.refused("bind", null);
        assertThat(found("last_error:bind login_failed_username:none")).isEqualTo("robin");
    }

    @Test
    void longOnesAreRefused() throws ApiException {
        SessionFilter.of("x".repeat(SessionFilter.MAX_LENGTH));
        assertThatThrownBy(() -> SessionFilter.of("x".repeat(SessionFilter.MAX_LENGTH + 1)))
                .isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b"})
    void manyStarsTakeNoTime(String wildcard) throws ApiException {
        console.bound("mallory", "a".repeat(1000));
        assertThat(found("resource:" + wildcard)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_agent:uuid-1", "user_agent:*pixel*", "user_agent:\"Kiva's Pixel\"",
            "user_agent:awesome*", "sasl_mechanism:scram-sha-1", "-user_agent:none* user_agent:*"})
    void whatTheClientNamedAtItsLoginIsFound(String filter) throws ApiException {
        Console.host(console.bound("robin", "device")).facts =
                StubFacts.login("SCRAM-SHA-1", new UserAgent("uuid-1", "AwesomeXMPP", "Kiva's Pixel"));
        Console.host(console.bound("marian", "device")).facts =
                StubFacts.login("PLAIN", new UserAgent(null, null, null));

        assertThat(found(filter)).isEqualTo("robin/device");
    }
}
