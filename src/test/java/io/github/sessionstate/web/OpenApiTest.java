package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.servlet.http.HttpServlet;

import org.dom4j.io.SAXReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi31;

import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.history.PastLogin;
import io.github.sessionstate.history.Pasts;
import io.github.sessionstate.history.Place;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;

/** The document keeps the rules of OpenAPI, and has all that there is. */
class OpenApiTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange answer() {
        return Exchange.get(ApiPaths.OPENAPI, new OpenApiServlet());
    }

    private static JsonObject paths() {
        return answer().json().getAsJsonObject("paths");
    }

    /** Every servlet that the server is told of, by its path. */
    static Stream<String> servlets() throws Exception {
        return new SAXReader().read("web/WEB-INF/web-custom.xml").getRootElement().elements("servlet").stream()
                .map(servlet -> servlet.elementText("servlet-class"))
                .filter(name -> isOfApi(servlet(name)));
    }

    private static HttpServlet servlet(String name) {
        try {
            return (HttpServlet) Class.forName(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOfApi(HttpServlet servlet) {
        return servlet instanceof ApiServlet api && !api.path().isEmpty();
    }

    @Test
    void keepsTheRulesOfOpenApi() {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
                builder -> builder.metaSchema(OpenApi31.getInstance()).schemaMappers(mappers ->
                        mappers.mapPrefix("https://spec.openapis.org/", "classpath:spec.openapis.org/")));
        JsonSchema rules = factory.getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"));

        assertThat(rules.validate(answer().text(), InputFormat.JSON)).isEmpty();
        assertThat(rules.validate(answer().text().replace("\"in\":\"query\"", "\"in\":\"body\""), InputFormat.JSON))
                .as("a parameter in the body").isNotEmpty();
        assertThat(rules.validate(answer().text().replace("\"type\":\"integer\"", "\"type\":\"whole\""),
                InputFormat.JSON)).as("a type that there is not").isNotEmpty();
    }

    @Test
    void hasEachPathThatIsOpenWithoutTheLoginFilter() {
        assertThat(paths().keySet()).containsExactlyInAnyOrderElementsOf(
                ApiPaths.WITHOUT_LOGIN_FILTER.stream().map(path -> '/' + path).toList());
        assertThat(answer().json().getAsJsonObject("info").get("version").getAsString()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @MethodSource("servlets")
    void hasTheMethodsOfEachServletAndItsParameters(String name) {
        ApiServlet servlet = (ApiServlet) servlet(name);
        JsonObject item = paths().getAsJsonObject('/' + servlet.path());

        for (String method : METHODS) {
            boolean isThere = new Exchange(method, servlet.path()).run(servlet).status != 405;
            assertThat(item.has(method.toLowerCase())).as(method).isEqualTo(isThere);
        }
        if (item.has("get")) {
            Set<String> known = new TreeSet<>();
            JsonElement parameters = item.getAsJsonObject("get").get("parameters");
            if (parameters != null) {
                parameters.getAsJsonArray().forEach(one -> known.add(one.getAsJsonObject().get("name").getAsString()));
            }
            for (String parameter : List.of("id", "full_jid", "username", "q", "group", "sort", "fields", "rows",
                    "limit", "from", "before", "since", "wait", "at", "after", "until", "ip", "x")) {
                Exchange exchange = new Exchange("GET", servlet.path()).parameter(parameter, "0");
                when(exchange.request.getQueryString()).thenReturn(parameter + "=0");
                exchange.run(servlet);
                boolean isUnknown = exchange.status == 400 && exchange.code().equals("unknown_parameter");
                assertThat(known.contains(parameter)).as(parameter).isEqualTo(!isUnknown);
            }
        }
    }

    @Test
    void namesEachOperationOnce() {
        List<String> names = paths().entrySet().stream()
                .flatMap(path -> path.getValue().getAsJsonObject().entrySet().stream())
                .map(operation -> operation.getValue().getAsJsonObject().get("operationId").getAsString()).toList();

        assertThat(names).doesNotHaveDuplicates().contains("getSessions", "getSessionsDetails", "postSessionsClose",
                "postTokens", "getOpenapi", "getMetrics");
    }

    @Test
    void hasEachError() {
        Set<String> codes = new TreeSet<>();
        paths().entrySet().stream().flatMap(path -> path.getValue().getAsJsonObject().entrySet().stream())
                .flatMap(operation -> operation.getValue().getAsJsonObject().getAsJsonObject("responses").entrySet()
                        .stream()).filter(response -> !response.getKey().equals("200"))
                .forEach(response -> response.getValue().getAsJsonObject().getAsJsonObject("content")
                        .getAsJsonObject("application/problem+json").getAsJsonObject("schema").getAsJsonArray("allOf")
                        .get(1).getAsJsonObject().getAsJsonObject("properties").getAsJsonObject("code")
                        .getAsJsonArray("enum").forEach(code -> codes.add(code.getAsString())));
        // Of what is no operation.
        codes.addAll(List.of("unknown_path", "method"));

        assertThat(codes).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(Problem.values()).map(Problem::code).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {ApiPaths.SESSIONS, ApiPaths.ENDED, ApiPaths.USERS, ApiPaths.COLUMNS, ApiPaths.STATUS,
        ApiPaths.DECISIONS, ApiPaths.SETTINGS, ApiPaths.TOKENS, ApiPaths.HISTORY_SESSIONS, ApiPaths.HISTORY_LOGINS,
        ApiPaths.HISTORY_EXPORT})
    void answersAreAsItSays(String path) throws Exception {
        console.available("john", "a", "<presence/>", 1);
        when(console.grants.ofOwner(anyString())).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(console.history.sessions(any())).thenReturn(CompletableFuture.completedFuture(List.of(
                Pasts.ended("open", Instant.EPOCH, null),
                Pasts.ended("x", Instant.EPOCH, new PastEnd("idle", null, null, null, null)))));
        when(console.history.closed(any(), any(), anyInt())).thenReturn(CompletableFuture.completedFuture(List.of(
                new Place(1, "y"))));
        console.bound("john", "b").destroyed(SessionEnd.of(EndCause.IDLE));
        when(console.history.logins(any())).thenReturn(CompletableFuture.completedFuture(List.of(new PastLogin("x",
                Pasts.BOOT, Instant.EPOCH, Instant.EPOCH, 1, null, null, null, null, null, null))));
        JsonObject document = answer().json();
        document.addProperty("$ref", "#/paths/~1" + path.replace("/", "~1")
                + "/get/responses/200/content/application~1json/schema");
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(document.toString());
        Map<String, String> byPath = new HashMap<>();
        servlets().forEach(name -> byPath.put(((ApiServlet) servlet(name)).path(), name));

        Exchange exchange = path.equals(ApiPaths.HISTORY_EXPORT)
                ? Exchange.get(path, servlet(byPath.get(path)), "username", "john")
                : Exchange.get(path, servlet(byPath.get(path)));

        assertThat(exchange.status).isEqualTo(200);
        assertThat(schema.validate(exchange.text(), InputFormat.JSON)).isEmpty();
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }
}
