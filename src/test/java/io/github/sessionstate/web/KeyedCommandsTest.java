package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import javax.servlet.http.HttpServlet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.session.XmppSession;
import io.github.sessionstate.token.Grant;
import io.github.sessionstate.token.GrantRequest;
import io.github.sessionstate.token.Scope;
import io.github.sessionstate.token.Token;

/** Commands with a key are done once. */
class KeyedCommandsTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange post(HttpServlet servlet, String path, String key, String body) {
        return console.authorize(new Exchange("POST", path)).header("Idempotency-Key", key).body(body).run(servlet);
    }

    private static String ids(XmppSession... sessions) {
        return "{\"ids\":[" + String.join(",", List.of(sessions).stream().map(its -> '"' + its.id() + '"').toList())
                + "]}";
    }

    private static String send(XmppSession session, String text) {
        return "{\"ids\":[\"" + session.id() + "\"],\"xml\":\"<message><body>" + text + "</body></message>\"}";
    }

    @Test
    void theAnswerComesAgainAndTheAuditLogHasItOnce() {
        XmppSession john = console.bound("john", "a");

        Exchange first = post(new SendServlet(), ApiPaths.SEND, "\"k\"", send(john, "1"));
        Console.host(john).sent = null;
        Exchange second = post(new SendServlet(), ApiPaths.SEND, "k", send(john, "1"));

        assertThat(first.status).isEqualTo(200);
        assertThat(first.text()).contains("\"sent\"");
        assertThat(second.status).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.headers).containsEntry("Content-Type", "application/json; charset=UTF-8");
        assertThat(Console.host(john).sent).isNull();
        assertThat(console.entries).hasSize(1);
    }

    @Test
    void anotherBodyOrPathNeedsAnotherKey() {
        XmppSession john = console.bound("john", "a");
        post(new SendServlet(), ApiPaths.SEND, "k", send(john, "1"));

        Exchange otherBody = post(new SendServlet(), ApiPaths.SEND, "k", send(john, "2"));
        Exchange otherPath = post(new CloseServlet(), ApiPaths.CLOSE, "k", ids(john));

        assertThat(otherBody.status).isEqualTo(422);
        assertThat(otherBody.code()).isEqualTo("key_reused");
        assertThat(otherPath.status).isEqualTo(422);
        assertThat(Console.host(john).reason).isNull();
    }

    @Test
    void keysAreThoseOfTheCaller() {
        XmppSession john = console.bound("john", "a");
        post(new CloseServlet(), ApiPaths.CLOSE, "k", ids(john));
        console.administrator = "another";
        Exchange another = post(new CloseServlet(), ApiPaths.CLOSE, "k", ids(console.bound("jane", "b")));
        assertThat(another.status).isEqualTo(200);

        Token token = Token.random("grant_0-abcd", "admin@example.org", new SecureRandom());
        when(console.grants.check(any(), anyString())).thenReturn(CompletableFuture.completedFuture(new Grant(
                "grant_0-abcd", "admin@example.org", "x", Set.of(Scope.CLOSE), null, List.of(), Instant.EPOCH,
                Instant.MAX, List.of())));
        Exchange withToken = new Exchange("POST", ApiPaths.CLOSE).type("application/json")
                .header("Authorization", "Bearer " + token.text()).header("Idempotency-Key", "k").body(ids(john));

        assertThat(withToken.run(new CloseServlet()).status).isEqualTo(200);
        assertThat(console.entries).hasSize(3);
    }

    @Test
    void refusalsAreNotKeptAndBadKeysAreToldFirst() {
        XmppSession john = console.bound("john", "a");

        assertThat(post(new CloseServlet(), ApiPaths.CLOSE, "k", "{\"ids\":[]}").status).isEqualTo(400);
        assertThat(post(new CloseServlet(), ApiPaths.CLOSE, "k", ids(john)).status).isEqualTo(200);
        Exchange bad = post(new CloseServlet(), ApiPaths.CLOSE, "a b", ids(john));
        assertThat(bad.status).isEqualTo(400);
        assertThat(bad.code()).isEqualTo("bad_key");
    }

    @Test
    void askAndSettingsTakeOneToo() {
        String setting = "{\"values\":{\"plugin.sessionstate.limit.per-user\":\"5\"}}";
        Exchange changed = post(new SettingsServlet(), ApiPaths.SETTINGS, "s", setting);
        assertThat(post(new SettingsServlet(), ApiPaths.SETTINGS, "s", setting).text()).isEqualTo(changed.text())
                .contains("\"changed\":[\"plugin.sessionstate.limit.per-user\"]");

        Exchange gone = post(new AskServlet(), ApiPaths.ASK, "a", "{\"id\":\"x\"}");
        assertThat(post(new AskServlet(), ApiPaths.ASK, "a", "{\"id\":\"x\"}").text()).isEqualTo(gone.text());
        assertThat(post(new AskServlet(), ApiPaths.ASK, "a", "{\"id\":\"y\"}").status).isEqualTo(422);
        assertThat(console.entries).hasSize(2);
    }

    /** The answer has a token, which nobody keeps. */
    @Test
    void makingTokensTakesNone() {
        when(console.grants.make(anyString(), any(GrantRequest.class)))
                .thenReturn(CompletableFuture.failedFuture(new DatabaseException("down", null)));
        for (int i = 0; i < 2; i++) {
            assertThat(post(new GrantsServlet(), ApiPaths.TOKENS, "k", "{\"label\":\"x\",\"scopes\":[\"read\"]}").status)
                    .isEqualTo(503);
        }
        verify(console.grants, times(2)).make(anyString(), any(GrantRequest.class));
    }
}
