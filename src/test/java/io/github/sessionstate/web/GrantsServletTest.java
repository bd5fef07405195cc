package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.token.Grant;
import io.github.sessionstate.token.GrantRequest;
import io.github.sessionstate.token.GrantToken;
import io.github.sessionstate.token.Issued;
import io.github.sessionstate.token.LimitReachedException;
import io.github.sessionstate.token.Scope;
import io.github.sessionstate.token.Token;

/** {@link GrantsServlet}, {@link RotateServlet} and {@link RevokeServlet}. */
class GrantsServletTest {
    private static final String ID = "grant_0-abcd";
    private static final Instant EXPIRES = Console.NOW.plus(Duration.ofDays(90));
    private static final Token TOKEN = Token.random(ID, "admin@example.org", new SecureRandom());
    private static final Grant GRANT = new Grant(ID, "admin@example.org", "Night watch",
            Collections.unmodifiableSet(EnumSet.of(Scope.READ, Scope.CLOSE)), "Closes what sleeps", List.of("10.0.0.0/8"),
            Console.NOW, EXPIRES, List.of(new GrantToken(1, Console.NOW, EXPIRES, null, null),
                    new GrantToken(2, Console.NOW, EXPIRES.minusSeconds(60), Console.NOW, "10.0.0.1")));
    private static final String SHOWN = "{\"id\":\"grant_0-abcd\",\"label\":\"Night watch\","
            + "\"scopes\":[\"read\",\"close\"],\"purpose\":\"Closes what sleeps\",\"addresses\":[\"10.0.0.0/8\"],"
            + "\"created\":\"2026-01-02T03:04:05.678Z\",\"expires\":\"2026-04-02T03:04:05.678Z\",\"tokens\":["
            + "{\"number\":1,\"created\":\"2026-01-02T03:04:05.678Z\",\"expires\":\"2026-04-02T03:04:05.678Z\","
            + "\"last_used\":null,\"last_address\":null},"
            + "{\"number\":2,\"created\":\"2026-01-02T03:04:05.678Z\",\"expires\":\"2026-04-02T03:03:05.678Z\","
            + "\"last_used\":\"2026-01-02T03:04:05.678Z\",\"last_address\":\"10.0.0.1\"}]}";

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange make(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.TOKENS)).body(body).run(new GrantsServlet());
    }

    private Exchange rotate(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.ROTATE)).body(body).run(new RotateServlet());
    }

    private Exchange revoke(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.REVOKE)).body(body).run(new RevokeServlet());
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static <T> CompletableFuture<T> failed(RuntimeException failure) {
        return CompletableFuture.failedFuture(failure);
    }

    @Test
    void tellsOnesOwnGrants() {
        when(console.grants.ofOwner("admin")).thenReturn(done(List.of(GRANT)));

        Exchange exchange = new Exchange("GET", ApiPaths.TOKENS).run(new GrantsServlet());

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.text()).isEqualTo("{\"grants\":[" + SHOWN + "]}");
    }

    @Test
    void makesWhatIsAskedForAndShowsTheTokenOnce() {
        when(console.grants.make(anyString(), any())).thenReturn(done(new Issued(GRANT, 1, TOKEN)));

        Exchange exchange = make("{\"label\":\"Night watch\",\"scopes\":[\"close\",\"read\"],"
                + "\"purpose\":\"Closes what sleeps\",\"addresses\":[\"10.0.0.0/8\"],\"days\":\"30\"}");

        assertThat(exchange.status).as(exchange::text).isEqualTo(200);
        assertThat(exchange.text()).isEqualTo("{\"token\":\"" + TOKEN.text() + "\",\"number\":1,\"grant\":" + SHOWN + "}");
        ArgumentCaptor<GrantRequest> wanted = ArgumentCaptor.forClass(GrantRequest.class);
        verify(console.grants).make(org.mockito.ArgumentMatchers.eq("admin"), wanted.capture());
        assertThat(wanted.getValue().label()).isEqualTo("Night watch");
        assertThat(wanted.getValue().scopes()).containsExactly(Scope.READ, Scope.CLOSE);
        assertThat(wanted.getValue().addresses()).containsExactly("10.0.0.0/8");
        assertThat(wanted.getValue().life()).isEqualTo(Duration.ofDays(30));
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: make a token",
                "token 1 of grant \"Night watch\", grant_0-abcd, until " + EXPIRES
                        + ", scopes: read, close, addresses: 10.0.0.0/8"));
    }

    @Test
    void aLabelAndAScopeAreEnough() {
        when(console.grants.make(anyString(), any())).thenReturn(done(new Issued(GRANT, 1, TOKEN)));

        assertThat(make("{\"label\":\"x\",\"scopes\":[\"read\"],\"days\":null}").status).isEqualTo(200);
        ArgumentCaptor<GrantRequest> wanted = ArgumentCaptor.forClass(GrantRequest.class);
        verify(console.grants).make(anyString(), wanted.capture());
        assertThat(wanted.getValue().life()).isEqualTo(GrantRequest.DEFAULT_LIFE);
        assertThat(wanted.getValue().purpose()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'scopes':['read']}|label",
        "{'label':'x'}|scope",
        "{'label':'x','scopes':['root']}|scopes holds an unknown one: \"root\"",
        "{'label':'x','scopes':['read'],'addresses':['10.0.0.0/99']}|10.0.0.0/99",
        "{'label':'x','scopes':['read'],'days':0}|1 hour and 400 days",
        "{'label':'x','scopes':['read'],'days':401}|1 hour and 400 days",
        "{'label':'x','scopes':['read'],'days':-1}|days must be a whole number",
        "{'label':'x','scopes':['read'],'days':1.5}|days must be a whole number",
        "{'label':'x','scopes':['read'],'days':9999999999}|days must be a whole number",
        "{'label':'x','scopes':['read'],'days':true}|days must be a string",
        "{'label':'x','scopes':'read'}|scopes must be an array",
        "{'label':'x','scopes':['read'],'owner':'jane'}|unknown key"})
    void otherWishesAreRefused(String body, String complaint) {
        Exchange exchange = make(body.replace('\'', '"'));

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.code()).isEqualTo("bad_body");
        assertThat(exchange.error()).contains(complaint);
        verify(console.grants, never()).make(any(), any());
        assertThat(console.entries).isEmpty();
    }

    @Test
    void theFieldWithAWrongAddressIsNamed() {
        assertThat(make("{\"label\":\"x\",\"scopes\":[\"read\"],\"addresses\":[\"::1\",\"here\"]}").text())
                .contains("\"problems\":{\"addresses\":\"not an address or CIDR range: \\\"here\\\"\"}");
    }

    @Test
    void whatComesTooLateIsRevoked() {
        CompletableFuture<Issued> late = new CompletableFuture<>();
        when(console.grants.make(anyString(), any())).thenReturn(late);

        Exchange exchange = make("{\"label\":\"x\",\"scopes\":[\"read\"]}");

        assertThat(exchange.status).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("no_database");
        late.complete(new Issued(GRANT, 2, TOKEN));
        verify(console.grants).revoke("admin", ID, 2);
        assertThat(console.entries).isEmpty();
    }

    @Test
    void limitsAndADatabaseThatIsDownAreTold() {
        when(console.grants.make(anyString(), any())).thenReturn(failed(mock(LimitReachedException.class)));
        assertThat(make("{\"label\":\"x\",\"scopes\":[\"read\"]}").code()).isEqualTo("no_room");
        when(console.grants.make(anyString(), any())).thenReturn(failed(new DatabaseException("tables are missing", null)));
        Exchange exchange = make("{\"label\":\"x\",\"scopes\":[\"read\"]}");
        assertThat(exchange.code()).isEqualTo("no_database");
        assertThat(exchange.error()).as("for an administrator").isEqualTo("tables are missing");
        when(console.grants.make(anyString(), any())).thenReturn(failed(new IllegalStateException("x")));
        assertThat(make("{\"label\":\"x\",\"scopes\":[\"read\"]}").code()).isEqualTo("internal");
        assertThat(console.entries).isEmpty();
    }

    @Test
    void rotates() {
        when(console.grants.rotate("admin", ID, null)).thenReturn(done(new Issued(GRANT, 2, TOKEN)));
        when(console.grants.rotate("admin", ID, Duration.ofDays(7))).thenReturn(done(new Issued(GRANT, 2, TOKEN)));
        when(console.grants.rotate("admin", ID, Duration.ofDays(0))).thenThrow(new IllegalArgumentException("too short"));
        when(console.grants.rotate("admin", "another", null)).thenReturn(done(null));

        assertThat(rotate("{\"grant\":\"" + ID + "\"}").json().get("token").getAsString()).isEqualTo(TOKEN.text());
        assertThat(rotate("{\"grant\":\"" + ID + "\",\"days\":7}").json().get("number").getAsInt()).isEqualTo(2);
        assertThat(console.entries).hasSize(2).first().isEqualTo(new Console.Entry("admin",
                "Session State: make another token", "token 2 of grant \"Night watch\", grant_0-abcd, until "
                        + EXPIRES.minusSeconds(60) + ", scopes: read, close, addresses: 10.0.0.0/8"));
        assertThat(rotate("{\"grant\":\"" + ID + "\",\"days\":0}").error()).isEqualTo("too short");
        assertThat(rotate("{}").error()).isEqualTo("grant is missing");
        Exchange unknown = rotate("{\"grant\":\"another\"}");
        assertThat(unknown.status).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("unknown_grant");
        assertThat(console.entries).hasSize(2);
    }

    @Test
    void revokes() {
        when(console.grants.revoke("admin", ID)).thenReturn(done(true));
        when(console.grants.revoke("admin", ID, 2)).thenReturn(done(true));
        when(console.grants.revoke("admin", "another")).thenReturn(done(false));

        assertThat(revoke("{\"grant\":\"" + ID + "\"}").text()).isEqualTo("{\"revoked\":true}");
        assertThat(revoke("{\"grant\":\"" + ID + "\",\"token\":2}").text()).isEqualTo("{\"revoked\":true}");
        assertThat(console.entries).containsExactly(
                new Console.Entry("admin", "Session State: revoke a grant", "grant " + ID),
                new Console.Entry("admin", "Session State: revoke a token", "token 2 of grant " + ID));
        assertThat(revoke("{\"grant\":\"another\"}").code()).isEqualTo("unknown_grant");
        assertThat(revoke("{\"token\":1}").error()).isEqualTo("grant is missing");
        assertThat(console.entries).hasSize(2);
    }
}
