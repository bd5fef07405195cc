package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.servlet.http.HttpServlet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.session.XmppSession;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.token.Grant;
import io.github.sessionstate.token.Scope;
import io.github.sessionstate.token.Token;

/** What a token opens, how the others are refused, and that all of those look alike. */
class TokenAccessTest {
    private static final String ID = "grant_0-abcd";
    private static final String TOKEN = Token.random(ID, "admin@example.org", new SecureRandom()).text();
    private static final String WRONG = Token.random(ID, "admin@example.org", new SecureRandom()).text();

    private final Console console = new Console();
    private Grant grant;

    @BeforeEach
    void nobodyIsLoggedIn() {
        console.administrator = null;
        when(console.grants.check(any(), anyString())).thenAnswer(call -> found(call.getArgument(0)));
        when(console.grants.checkKnown(any(), anyString())).thenAnswer(call -> found(call.getArgument(0)));
        grant(Scope.values());
    }

    private CompletableFuture<Grant> found(Token token) {
        return CompletableFuture.completedFuture(token != null && token.text().equals(TOKEN) ? grant : null);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void grant(Scope... scopes) {
        grant = new Grant(ID, "admin@example.org", "Night\nwatch", Set.of(scopes), null, List.of(), Instant.EPOCH,
                Instant.MAX, List.of());
    }

    private static Exchange status(String... credentials) {
        return new Exchange("GET", ApiPaths.STATUS).headers("Authorization", credentials);
    }

    private static Exchange get(String... credentials) {
        return status(credentials).run(new StatusServlet());
    }

    static Stream<Arguments> operations() {
        return Stream.of(Arguments.of(new SessionsServlet(), "GET", ApiPaths.SESSIONS, Scope.READ),
                Arguments.of(new DetailsServlet(), "GET", ApiPaths.DETAILS, Scope.READ),
                Arguments.of(new EndedServlet(), "GET", ApiPaths.ENDED, Scope.READ),
                Arguments.of(new StatusServlet(), "GET", ApiPaths.STATUS, Scope.READ),
                Arguments.of(new DecisionsServlet(), "GET", ApiPaths.DECISIONS, Scope.READ),
                Arguments.of(new MetricsServlet(), "GET", ApiPaths.METRICS, Scope.READ),
                Arguments.of(new HistorySessionsServlet(), "GET", ApiPaths.HISTORY_SESSIONS, Scope.HISTORY),
                Arguments.of(new HistoryLoginsServlet(), "GET", ApiPaths.HISTORY_LOGINS, Scope.HISTORY),
                Arguments.of(new HistoryExportServlet(), "GET", ApiPaths.HISTORY_EXPORT, Scope.HISTORY),
                Arguments.of(new HistoryCountsServlet(), "GET", ApiPaths.HISTORY_COUNTS, Scope.HISTORY),
                Arguments.of(new SettingsServlet(), "GET", ApiPaths.SETTINGS, Scope.READ),
                Arguments.of(new SettingsServlet(), "POST", ApiPaths.SETTINGS, Scope.SETTINGS),
                Arguments.of(new CloseServlet(), "POST", ApiPaths.CLOSE, Scope.CLOSE),
                Arguments.of(new SendServlet(), "POST", ApiPaths.SEND, Scope.MESSAGE),
                Arguments.of(new AskServlet(), "POST", ApiPaths.ASK, Scope.MESSAGE),
                Arguments.of(new GrantsServlet(), "GET", ApiPaths.TOKENS, null),
                Arguments.of(new GrantsServlet(), "POST", ApiPaths.TOKENS, null),
                Arguments.of(new RotateServlet(), "POST", ApiPaths.ROTATE, null),
                Arguments.of(new RevokeServlet(), "POST", ApiPaths.REVOKE, null));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationTakesItsOwnScope(HttpServlet servlet, String method, String path, Scope needed) {
        for (Scope scope : Scope.values()) {
            grant(scope);
            Exchange exchange = new Exchange(method, path).type("application/json").body("{}")
                    .header("Authorization", "Bearer " + TOKEN).run(servlet);

            if (needed == null) {
                assertThat(exchange.status).isEqualTo(403);
                assertThat(exchange.code()).isEqualTo("console_only");
            } else if (scope == needed) {
                assertThat(exchange.status).as(exchange::text).isIn(200, 400);
            } else {
                assertThat(exchange.status).isEqualTo(403);
                assertThat(exchange.code()).isEqualTo("scope_missing");
                assertThat(exchange.headers).containsEntry("WWW-Authenticate",
                        "Bearer realm=\"Session State\", error=\"insufficient_scope\", scope=\"" + needed + '"');
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"history,settings", "settings,history"})
    void erasingTakesTwoScopes(String had, String missing) {
        grant(Scope.of(had));
        Exchange refused = new Exchange("POST", ApiPaths.HISTORY_ERASE).type("application/json").body("{}")
                .header("Authorization", "Bearer " + TOKEN).run(new EraseServlet());
        assertThat(refused.code()).isEqualTo("scope_missing");
        assertThat(refused.error()).isEqualTo("the token does not have the scope " + missing);
        assertThat(refused.headers.get("WWW-Authenticate")).endsWith("scope=\"history settings\"");

        grant(Scope.HISTORY, Scope.SETTINGS);
        assertThat(new Exchange("POST", ApiPaths.HISTORY_ERASE).type("application/json").body("{}")
                .header("Authorization", "Bearer " + TOKEN).run(new EraseServlet()).code()).isEqualTo("bad_body");
    }

    @Test
    void aTokenNeedsNoTokenAgainstForgedRequestsAndGetsNone() {
        XmppSession session = console.bound("john", "a");

        Exchange exchange = new Exchange("POST", ApiPaths.CLOSE).type("application/json")
                .header("Authorization", "Bearer " + TOKEN).body("{\"ids\":[\"" + session.id() + "\"]}")
                .run(new CloseServlet());

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.headers).doesNotContainKey("X-CSRF-Token");
        assertThat(console.entries).singleElement().satisfies(entry -> {
            assertThat(entry.administrator()).isEqualTo("admin");
            assertThat(entry.details()).startsWith("by a token of grant \"Night watch\", " + ID + "\ncondition: none")
                    .doesNotContain("secret-token");
        });
    }

    @Test
    void aLoginBesideItDoesNotCount() {
        console.administrator = "admin";

        assertThat(get("Bearer " + WRONG).status).isEqualTo(401);
        assertThat(get("Basic YTpi").status).isEqualTo(401);
        assertThat(get("").status).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER   "})
    void theSchemeIsReadInAnyCase(String scheme) {
        assertThat(get(scheme + TOKEN).status).isEqualTo(200);
    }

    @Test
    void everythingElseGetsOneAnswer() {
        Exchange wrong = get("Bearer " + WRONG);
        assertThat(wrong.status).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("login_needed");
        assertThat(wrong.headers).containsEntry("WWW-Authenticate",
                "Bearer realm=\"Session State\", error=\"invalid_token\"");

        for (String[] other : new String[][] {{"Bearer"}, {"Bearer "}, {"Bearer x"}, {TOKEN}, {"Basic " + TOKEN},
            {"Bearer " + TOKEN + " "}, {"Bearer " + TOKEN + ", Bearer " + TOKEN}, {"Bearer\t" + TOKEN},
            {"Bearer " + TOKEN.substring("secret-token:".length())}, {"Bearer " + TOKEN.toUpperCase()},
            {"Bearer " + TOKEN, "Bearer " + TOKEN}}) {
            close();
            try (Console next = new Console()) {
                next.administrator = null;
                when(next.grants.check(any(), anyString())).thenReturn(CompletableFuture.completedFuture(null));
                Exchange exchange = get(other);

                assertThat(exchange.status).as(Arrays.toString(other)).isEqualTo(401);
                assertThat(exchange.headers).as(Arrays.toString(other)).isEqualTo(wrong.headers);
                assertThat(exchange.text()).as(Arrays.toString(other)).isEqualTo(wrong.text());
            }
        }
    }

    @Test
    void aTokenInTheQueryIsNone() {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS).parameter("access_token", TOKEN)
                .run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(401);
        verify(console.grants, never()).check(any(), any());
    }

    // ------------------------------------------------------------------ wrong ones

    @Test
    void whoSendsTooManyIsToldToWaitButForTheRightOne() {
        for (int i = 0; i < 10; i++) {
            assertThat(get("Bearer " + WRONG).status).isEqualTo(401);
        }
        for (String credentials : List.of("Bearer " + WRONG, "Bearer x", "Basic x")) {
            Exchange blocked = get(credentials);
            assertThat(blocked.status).isEqualTo(429);
            assertThat(blocked.code()).isEqualTo("too_many");
            assertThat(Integer.parseInt(blocked.headers.get("Retry-After"))).isBetween(1, 6);
        }

        assertThat(get("Bearer " + TOKEN).status).isEqualTo(200);
        Exchange fromElsewhere = status("Bearer " + WRONG);
        when(fromElsewhere.request.getRemoteAddr()).thenReturn("127.0.0.2");
        assertThat(fromElsewhere.run(new StatusServlet()).status).isEqualTo(401);
    }

    @Test
    void theSecondHalfOfAnIpv6AddressDoesNotMakeAnotherClient() {
        console.properties.set(Setting.API_PLAIN_HTTP.name(), "true");
        for (int i = 0; i < 10; i++) {
            assertThat(from("2001:db8::" + i, WRONG).status).isEqualTo(401);
        }

        assertThat(from("2001:db8::ffff", WRONG).status).isEqualTo(429);
        assertThat(from("[2001:db8::fffe]", WRONG).status).isEqualTo(429);
        assertThat(from("2001:db8:0:1::1", WRONG).status).isEqualTo(401);
    }

    // ------------------------------------------------------------------ from where

    private static Exchange from(String ip, String token) {
        Exchange exchange = status("Bearer " + token);
        when(exchange.request.getRemoteAddr()).thenReturn(ip);
        return exchange.run(new StatusServlet());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200", "::1, 200", "0:0:0:0:0:0:0:1, 200", "[::1], 200", "192.0.2.1, 403", "2001:db8::1, 403",
        "somewhere, 403"})
    void inTheClearTokensAreTakenFromThisMachineOnly(String ip, int status) {
        Exchange exchange = from(ip, TOKEN);

        assertThat(exchange.status).isEqualTo(status);
        if (status == 403) {
            assertThat(exchange.code()).isEqualTo("plain_http");
            verify(console.grants, never()).check(any(), any());
            console.properties.set(Setting.API_PLAIN_HTTP.name(), "true");
            assertThat(from(ip, TOKEN).status).isEqualTo(200);
        }
    }

    @Test
    void overTlsTheyAreTakenFromEverywhere() {
        Exchange exchange = status("Bearer " + TOKEN);
        when(exchange.request.getRemoteAddr()).thenReturn("192.0.2.1");
        when(exchange.request.isSecure()).thenReturn(true);

        assertThat(exchange.run(new StatusServlet()).status).isEqualTo(200);
        verify(console.grants).check(any(), eq("192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"127.0.0.1;200", "10.0.0.0/8, 127.0.0.0/8;200", "10.0.0.0/8;403", "::1;403",
        "10.0.0.0/99;403", "127.0.0.1, x;403", "' ';200"})
    void theListOfAddressesIsForTokens(String list, int status) {
        console.properties.set(Setting.API_ADDRESSES.name(), list);

        Exchange exchange = get("Bearer " + TOKEN);

        assertThat(exchange.status).isEqualTo(status);
        if (status == 403) {
            assertThat(exchange.code()).isEqualTo("address_blocked");
        }
        console.administrator = "admin";
        assertThat(new Exchange("GET", ApiPaths.STATUS).run(new StatusServlet()).status).isEqualTo(200);
    }

    @Test
    void theListsOfTheConsoleAreForTokensToo() {
        console.addressAllowed = false;

        assertThat(get("Bearer " + TOKEN).status).isEqualTo(403);
    }

    // ------------------------------------------------------------------ the database

    @Test
    void aDatabaseThatIsDownIsToldWithoutItsInside() {
        when(console.grants.check(any(), anyString()))
                .thenReturn(CompletableFuture.failedFuture(new DatabaseException("inside", null)));

        Exchange exchange = get("Bearer " + TOKEN);

        expectNoDatabase(exchange);
        assertThat(exchange.text()).doesNotContain("inside");
    }

    @Test
    void aDatabaseThatIsSlowIsNotWaitedFor() {
        when(console.grants.check(any(), anyString())).thenReturn(new CompletableFuture<>());
        Instant start = Instant.now();

        Exchange exchange = get("Bearer " + TOKEN);

        expectNoDatabase(exchange);
        assertThat(Duration.between(start, Instant.now())).isBetween(Awaited.PROMPT, Duration.ofSeconds(2));
    }

    private static void expectNoDatabase(Exchange exchange) {
        assertThat(exchange.status).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("no_database");
        assertThat(exchange.headers).containsEntry("Retry-After", "1");
    }
}
