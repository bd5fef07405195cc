package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.http.HttpServlet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

/** Who is let in, with what, and how the others are refused. */
class ApiAccessTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    static Stream<Arguments> servlets() {
        return Stream.of(Arguments.of(new SessionsServlet(), "GET", ApiPaths.SESSIONS),
                Arguments.of(new DetailsServlet(), "GET", ApiPaths.DETAILS),
                Arguments.of(new EndedServlet(), "GET", ApiPaths.ENDED),
                Arguments.of(new StatusServlet(), "GET", ApiPaths.STATUS),
                Arguments.of(new DecisionsServlet(), "GET", ApiPaths.DECISIONS),
                Arguments.of(new HistorySessionsServlet(), "GET", ApiPaths.HISTORY_SESSIONS),
                Arguments.of(new HistoryLoginsServlet(), "GET", ApiPaths.HISTORY_LOGINS),
                Arguments.of(new HistoryExportServlet(), "GET", ApiPaths.HISTORY_EXPORT),
                Arguments.of(new HistoryCountsServlet(), "GET", ApiPaths.HISTORY_COUNTS),
                Arguments.of(new MetricsServlet(), "GET", ApiPaths.METRICS),
                Arguments.of(new EraseServlet(), "POST", ApiPaths.HISTORY_ERASE),
                Arguments.of(new CloseServlet(), "POST", ApiPaths.CLOSE),
                Arguments.of(new SendServlet(), "POST", ApiPaths.SEND),
                Arguments.of(new AskServlet(), "POST", ApiPaths.ASK),
                Arguments.of(new SettingsServlet(), "POST", ApiPaths.SETTINGS),
                Arguments.of(new GrantsServlet(), "POST", ApiPaths.TOKENS),
                Arguments.of(new RotateServlet(), "POST", ApiPaths.ROTATE),
                Arguments.of(new RevokeServlet(), "POST", ApiPaths.REVOKE));
    }

    /** What a path with a second method says of them. */
    private static String allowed(String method, String path) {
        return List.of(ApiPaths.SETTINGS, ApiPaths.TOKENS).contains(path) ? "GET, POST" : method;
    }

    static Stream<Arguments> commands() {
        return servlets().filter(arguments -> arguments.get()[1].equals("POST"));
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void isUnavailableWhileThePluginDoesNotRun(HttpServlet servlet, String method, String path) {
        console.close();

        Exchange exchange = new Exchange(method, path).run(servlet);

        assertThat(exchange.status).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("not_running");
        assertThat(exchange.error()).isEqualTo("the plugin is not running");
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void refusesWithoutLogin(HttpServlet servlet, String method, String path) {
        console.administrator = null;

        Exchange exchange = new Exchange(method, path).run(servlet);

        assertThat(exchange.status).isEqualTo(401);
        assertThat(exchange.error()).contains("login");
        assertThat(exchange.code()).isEqualTo("login_needed");
        assertThat(exchange.headers).containsEntry("WWW-Authenticate", "Bearer realm=\"Session State\"");
        assertThat(exchange.headers).doesNotContainKey("Location");
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void refusesAddressesThatTheConsoleBlocks(HttpServlet servlet, String method, String path) {
        console.addressAllowed = false;

        Exchange exchange = new Exchange(method, path).run(servlet);

        assertThat(exchange.status).isEqualTo(403);
        assertThat(exchange.error()).contains("address");
        assertThat(exchange.code()).isEqualTo("address_blocked");
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void refusesOtherMethodsAndSaysWhichItHas(HttpServlet servlet, String method, String path) {
        for (String other : new String[] {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"}) {
            if (!List.of(allowed(method, path).split(", ")).contains(other)) {
                Exchange exchange = new Exchange(other, path).run(servlet);

                assertThat(exchange.status).as(other).isEqualTo(405);
                assertThat(exchange.headers).as(other).containsEntry("Allow", allowed(method, path));
                assertThat(exchange.error()).as(other).contains(method);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void knowsItsExactPathOnly(HttpServlet servlet, String method, String path) {
        for (String other : new String[] {path + "x", path + "/x", path.toUpperCase(Locale.ROOT),
                path.substring(0, path.length() - 1)}) {
            assertThat(new Exchange(method, other).run(servlet).status).as(other).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void answersJsonThatNobodyKeepsOrTakesForSomethingElse(HttpServlet servlet, String method, String path) {
        Exchange exchange = console.authorize(new Exchange(method, path)).body("{\"ids\":[\"x\"]}").run(servlet);

        assertThat(exchange.headers).containsEntry("Content-Type",
                exchange.status != 200 ? "application/problem+json" : path.equals(ApiPaths.METRICS)
                        ? "text/plain; version=0.0.4; charset=utf-8" : "application/json; charset=UTF-8")
                .containsEntry("Cache-Control", "no-store").containsEntry("X-Content-Type-Options", "nosniff");
        console.administrator = null;
        exchange = new Exchange(method, path).run(servlet);
        assertThat(exchange.headers).containsEntry("Content-Type", "application/problem+json")
                .containsEntry("Cache-Control", "no-store").containsEntry("X-Content-Type-Options", "nosniff");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsNeedJson(HttpServlet servlet, String method, String path) {
        for (String type : new String[] {null, "text/plain", "application/x-www-form-urlencoded",
            "application/jsonp", "application/json; charset=ISO-8859-1", "application/json, text/plain"}) {
            Exchange exchange = console.authorize(new Exchange(method, path)).type(type).run(servlet);

            assertThat(exchange.status).as(String.valueOf(type)).isEqualTo(415);
        }
        for (String type : new String[] {"application/json", "Application/JSON", "application/json;charset=utf-8",
            "application/json; charset=\"UTF-8\""}) {
            Exchange exchange = console.authorize(new Exchange(method, path)).type(type).run(servlet);

            assertThat(exchange.status).as(type).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsNeedTheTokenOfThisLogin(HttpServlet servlet, String method, String path) {
        String token = console.console.csrfTokens().token(new Exchange("GET", path).request, "admin");
        new Console();
        assertThat(refused(servlet, new Exchange(method, path).header("X-CSRF-Token", token)))
                .as("of another start").isTrue();
        console.console.open();

        assertThat(refused(servlet, new Exchange(method, path))).as("none").isTrue();
        assertThat(refused(servlet, new Exchange(method, path).header("X-CSRF-Token", ""))).as("empty").isTrue();
        assertThat(refused(servlet, new Exchange(method, path).header("X-CSRF-Token", token + "x"))).isTrue();
        assertThat(refused(servlet, new Exchange(method, path).header("X-CSRF-Token", token).login("login-2")))
                .as("of another login").isTrue();
        Exchange withoutSession = new Exchange(method, path).header("X-CSRF-Token", token);
        when(withoutSession.request.getSession(false)).thenReturn(null);
        assertThat(refused(servlet, withoutSession)).as("without HTTP session").isTrue();
        assertThat(refused(servlet, new Exchange(method, path).header("X-CSRF-Token", token))).as("right").isFalse();
        console.administrator = "another";
        assertThat(refused(servlet, new Exchange(method, path).header("X-CSRF-Token", token)))
                .as("of another administrator").isTrue();
    }

    private static boolean refused(HttpServlet servlet, Exchange exchange) {
        exchange.type("application/json").run(servlet);
        return exchange.status == 403 && exchange.code().equals("csrf") && exchange.error().contains("X-CSRF-Token");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void bodiesAreBounded(HttpServlet servlet, String method, String path) {
        boolean isCommandToSessions = path.startsWith(ApiPaths.SESSIONS);
        int most = isCommandToSessions ? JsonBody.MAX_COMMAND_BYTES : JsonBody.MAX_BYTES;
        byte[] body = new byte[most + 1];

        assertThat(console.authorize(new Exchange(method, path)).body(new byte[most]).run(servlet).status)
                .isEqualTo(400);
        Exchange tooLarge = console.authorize(new Exchange(method, path)).body(body).run(servlet);
        assertThat(tooLarge.status).isEqualTo(413);
        assertThat(tooLarge.code()).isEqualTo("too_large");
        assertThat(tooLarge.error()).isEqualTo("the body is larger than " + most + " bytes");
        Exchange ofUnknownLength = console.authorize(new Exchange(method, path)).body(body);
        when(ofUnknownLength.request.getContentLengthLong()).thenReturn(-1L);
        assertThat(ofUnknownLength.run(servlet).status).isEqualTo(413);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsHaveNoParameters(HttpServlet servlet, String method, String path) {
        Exchange exchange = console.authorize(new Exchange(method, path));
        when(exchange.request.getQueryString()).thenReturn("ids=1&x=2");

        exchange.run(servlet);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("unknown parameter: \"ids\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "null", "{", "{}x", "{} {}", "{'ids':[]}", "{ids:[]}", "{\"ids\":[\"a\",]}",
        "{\"ids\":[\"a\"];}", "// c\n{}", "{\"ids\":[\"\t\"]}", "{\"ids\":nul}"})
    void malformedJsonIsRefused(String body) {
        Exchange exchange = console.authorize(new Exchange("POST", ApiPaths.CLOSE)).body(body).run(new CloseServlet());

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).matches("malformed JSON at line \\d+ column \\d+|the body must be a JSON object");
        assertThat(console.entries).isEmpty();
    }

    @Test
    void bodiesMustBeUtf8() {
        Exchange exchange = console.authorize(new Exchange("POST", ApiPaths.CLOSE))
                .body(new byte[] {'{', '"', (byte) 0xff, '"', '}'}).run(new CloseServlet());

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("the body is not UTF-8");
    }

    @Test
    void aClientThatGoesAwayInItsBodyIsNoFailureOfOurs() throws IOException {
        ServletInputStream broken = mock(ServletInputStream.class);
        when(broken.readNBytes(Mockito.anyInt())).thenThrow(new IOException("reset"));

        Exchange exchange = console.authorize(new Exchange("POST", ApiPaths.CLOSE)).input(broken)
                .run(new CloseServlet());

        assertThat(exchange.status).isEqualTo(400);
    }

    /** A container closes the connection under what is left unread, and the client may lose the answer. */
    @ParameterizedTest
    @MethodSource("commands")
    void theBodyOfARefusedRequestIsRead(HttpServlet servlet, String method, String path) throws IOException {
        Exchange exchange = new Exchange(method, path).body("{\"ids\":[]}").run(servlet);

        assertThat(exchange.status).isGreaterThanOrEqualTo(400);
        assertThat(exchange.request.getInputStream().read()).as("what is left").isEqualTo(-1);
    }

    @Test
    void answersToALoginBringItsToken() {
        Exchange refused = new Exchange("POST", ApiPaths.STATUS).run(new StatusServlet());
        Exchange withoutSession = new Exchange("GET", ApiPaths.STATUS);
        when(withoutSession.request.getSession(false)).thenReturn(null);
        withoutSession.run(new StatusServlet());

        assertThat(refused.status).isEqualTo(405);
        assertThat(refused.headers.get("X-CSRF-Token")).matches("[A-Za-z0-9_-]{43}")
                .isEqualTo(console.console.csrfTokens().token(refused.request, "admin"));
        assertThat(withoutSession.status).isEqualTo(200);
        assertThat(withoutSession.headers).doesNotContainKey("X-CSRF-Token");

        console.administrator = null;
        assertThat(new Exchange("GET", ApiPaths.STATUS).run(new StatusServlet()).headers)
                .doesNotContainKey("X-CSRF-Token");
    }

    @Test
    void failuresAreToldWithoutTheirInside() {
        Exchange exchange = new Exchange("GET", ApiPaths.STATUS);
        when(exchange.request.getQueryString()).thenThrow(new IllegalStateException("inside"));

        exchange.run(new StatusServlet());

        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.text()).isEqualTo("{\"title\":\"Internal Server Error\",\"status\":500,\"code\":\"internal\","
                + "\"detail\":\"internal error; the server's log tells more\"}");
    }

    // What a host lacks that was there when the plugin was built, or a heap that is full.
    @ParameterizedTest
    @MethodSource("errors")
    void errorsAreAnsweredAsAnyOtherFailure(Error error) {
        Exchange exchange = new Exchange("GET", ApiPaths.STATUS);
        when(exchange.request.getQueryString()).thenThrow(error);

        exchange.run(new StatusServlet());

        assertThat(exchange.status).isEqualTo(500);
        assertThat(exchange.error()).isEqualTo("internal error; the server's log tells more");
        assertThat(exchange.headers).containsEntry("Content-Type", "application/problem+json");
    }

    static Stream<Error> errors() {
        return Stream.of(new NoSuchMethodError("x"), new StackOverflowError(), new OutOfMemoryError("x"),
                new AssertionError("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessionstate/api", "sessionstate/api/", "sessionstate/api/v1/nothing",
        "sessionstate/api/v2/sessions", "sessionstate/api/*"})
    void whatIsNoPathIsNotFound(String path) {
        Exchange exchange = new Exchange("GET", path).run(new UnknownPathServlet());

        assertThat(exchange.status).isEqualTo(404);
        assertThat(exchange.error()).isEqualTo("no such path");
        assertThat(exchange.code()).isEqualTo("unknown_path");
    }

    // The container then closes the connection before the length that was announced.
    @Test
    void anAnswerThatFailsHalfWayIsNotEndedAsIfItWereWhole() throws IOException {
        ServletOutputStream broken = mock(ServletOutputStream.class);
        Mockito.doThrow(new IllegalStateException("half way")).when(broken).write(Mockito.any(byte[].class));
        Exchange exchange = new Exchange("GET", ApiPaths.STATUS).output(broken);

        assertThatIllegalStateException().isThrownBy(() -> exchange.run(new StatusServlet()))
                .withMessage("half way");
        Mockito.verify(exchange.response).setContentLength(Mockito.intThat(length -> length > 0));
        Mockito.verify(broken, Mockito.never()).close();
    }

    @Test
    void aClientThatGoesAwayBeforeTheAnswerHarmsNobody() throws IOException {
        ServletOutputStream broken = mock(ServletOutputStream.class);
        Mockito.doThrow(new IOException("reset")).when(broken).write(Mockito.any(byte[].class));

        new Exchange("GET", ApiPaths.STATUS).output(broken).run(new StatusServlet());

        Mockito.verify(broken).write(Mockito.any(byte[].class));
    }
}
