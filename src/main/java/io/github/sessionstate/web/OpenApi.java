package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.text.Word;
import io.github.sessionstate.token.Scope;

/**
 * The API as an OpenAPI document (version 3.1), from what the servlets say of themselves, from the tables of columns and
 * from the table of errors: nothing of it is written down twice.
 */
final class OpenApi {
    private static final String VERSION = "3.1.1";
    private static final String DESCRIPTION = """
            Sessions of an Openfire server. Every other method of a path is answered with 405 and the problem `method`, \
            every other path below `/plugins/sessionstate/api/` with 404 and the problem `unknown_path`. A request \
            whose first line and headers are longer than 8 KiB is refused by the server itself, with 414 or 431 and no \
            problem. Later versions may add keys to answers.""";

    private OpenApi() {
    }

    /**
     * The document, which {@link Json} can write.
     *
     * @param operations those of each path
     */
    static Map<String, Object> document(Map<String, List<Operation>> operations) {
        Map<String, Object> paths = new LinkedHashMap<>();
        operations.forEach((path, all) -> {
            Map<String, Object> item = new LinkedHashMap<>();
            all.forEach(operation -> item.put(operation.method().toLowerCase(Locale.ROOT),
                    operation(path, operation)));
            paths.put('/' + path, item);
        });
        return Json.map("openapi", VERSION,
                "info", Json.map("title", "Session State", "version", version(), "description", DESCRIPTION),
                "servers", List.of(Json.map("url", "/plugins")), "paths", paths, "components",
                Json.map("schemas", schemas(), "securitySchemes", securitySchemes()));
    }

    // From the plugin's jar; the tests have none.
    private static String version() {
        return Objects.requireNonNullElse(OpenApi.class.getPackage().getImplementationVersion(), "unknown");
    }

    private static Map<String, Object> operation(String path, Operation operation) {
        Map<String, Object> told = Json.map("operationId", operationId(path, operation), "summary", operation.summary(),
                "security", security(operation));
        List<Object> parameters = Stream.concat(operation.input().parameters().stream().map(OpenApi::parameter),
                operation.input().isKeyed() ? Stream.of(key()) : Stream.empty()).toList();
        if (!parameters.isEmpty()) {
            told.put("parameters", parameters);
        }
        if (operation.input().body() != null) {
            told.put("requestBody", Json.map("required", true, "description",
                    "At most " + operation.input().maxBytes() + " bytes.", "content",
                    Json.map("application/json", Json.map("schema", JsonSchema.ofBody(operation.input().body())))));
        }
        told.put("responses", responses(operation));
        return told;
    }

    // Such as postSessionsClose.
    private static String operationId(String path, Operation operation) {
        String name = path.substring(path.indexOf('/') + 1).replaceFirst("^api/v1/", "").replace(".json", "");
        return operation.method().toLowerCase(Locale.ROOT) + Arrays.stream(name.split("/"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1)).collect(Collectors.joining());
    }

    private static Object parameter(Parameter parameter) {
        return Json.map("name", parameter.name(), "in", "query", "description", parameter.meaning(),
                "required", parameter.isRequired(), "schema", parameter.schema());
    }

    private static Object key() {
        return Json.map("name", IdempotencyKey.HEADER, "in", "header", "required", false, "description",
                "One string of 1 to " + IdempotencyKey.MAX_LENGTH + " visible ASCII characters, in quotation marks.",
                "schema", Json.map("type", "string", "minLength", 1));
    }

    private static List<Object> security(Operation operation) {
        // Of a POST it needs both.
        Object login = operation.input().body() == null ? Json.map("login", List.of())
                : Json.map("login", List.of(), "csrf", List.of());
        return operation.scopes().isEmpty() ? List.of(login)
                : List.of(Json.map("token", operation.scopes().stream().map(Scope::toString).toList()), login);
    }

    private static Map<String, Object> responses(Operation operation) {
        Map<String, Object> content = new LinkedHashMap<>();
        List<Map<String, Object>> answers = operation.output().json().stream().map(JsonSchema::ofAnswer).toList();
        if (!answers.isEmpty()) {
            content.put("application/json", Json.map("schema", answers.size() == 1 ? answers.get(0) : Json.map("anyOf", answers)));
        }
        operation.output().others().forEach(type -> content.put(type, Json.map("schema",
                Json.map("type", type.endsWith("/json") ? "object" : "string"))));
        Map<String, Object> responses = Json.map("200", Json.map("description", "Done.", "content", content));
        Map<Integer, List<Problem>> byStatus = operation.problems().stream()
                .collect(Collectors.groupingBy(Problem::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, problems) -> responses.put(String.valueOf(status), problems(problems)));
        return responses;
    }

    private static Object problems(List<Problem> problems) {
        Object code = Json.map("properties", Json.map("code", Json.map("enum", problems.stream().map(Problem::code).toList())));
        return Json.map("description", problems.get(0).title() + '.', "content", Json.map("application/problem+json",
                Json.map("schema", Json.map("allOf", List.of(JsonSchema.reference("problem"), code)))));
    }

    // ------------------------------------------------------------------ what all have in common

    private static Map<String, Object> schemas() {
        Map<String, ValueType> columns = new LinkedHashMap<>();
        for (SessionColumn column : SessionColumn.values()) {
            columns.put(column.key(), column.type());
        }
        columns.put("roster_error", ValueType.STRING);
        columns.put("presence_whole", ValueType.BOOLEAN);
        Map<String, ValueType> ofUsers = new LinkedHashMap<>();
        UserColumn.ALL.forEach(column -> ofUsers.put(column.key(), column.type()));
        Map<String, Object> ended = JsonSchema.ofRow(columns, Set.of(SessionColumn.ID.key(), "ended"));
        properties(ended).put("ended", JsonSchema.ofAnswer(EndedServlet.End.class));
        Map<String, Object> past = JsonSchema.ofRow(columns, Set.of(SessionColumn.ID.key(), "history", "ended"));
        properties(past).put("history", JsonSchema.ofAnswer(HistorySessionsServlet.Kept.class));
        properties(past).put("ended", JsonSchema.ofAnswerOrNull(HistorySessionsServlet.End.class));
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (Rows.Kind kind : Rows.Kind.values()) {
            schemas.put(Word.of(kind), switch (kind) {
                case SESSION -> JsonSchema.ofRow(columns, Set.of(SessionColumn.ID.key()));
                case SESSION_OR_ARRAY -> Json.map("anyOf",
                        List.of(JsonSchema.reference(Rows.Kind.SESSION), Json.map("type", "array")));
                case ENDED_SESSION -> ended;
                case PAST_SESSION -> past;
                case USER -> JsonSchema.ofRow(ofUsers, Set.of(UserColumn.BARE_JID.key()));
            });
        }
        schemas.put("problem", problem());
        return schemas;
    }

    private static Map<String, Object> problem() {
        return JsonSchema.object(Json.map("title", Json.map("type", "string"), "status", Json.map("type", "integer"),
                "code", Json.map("type", "string", "enum", Arrays.stream(Problem.values()).map(Problem::code).toList()),
                "detail", Json.map("type", "string"),
                "problems", Json.map("type", "object", "additionalProperties", Json.map("type", "string")),
                "position", Json.map("type", "integer", "minimum", 1)), List.of("title", "status", "code", "detail"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> properties(Map<String, Object> schema) {
        return (Map<String, Object>) schema.get("properties");
    }

    private static Map<String, Object> securitySchemes() {
        return Json.map("token", Json.map("type", "http", "scheme", "bearer", "bearerFormat", "secret-token",
                "description", "A token of an administrator; the roles are scopes of its grant."),
                "login", Json.map("type", "apiKey", "in", "cookie", "name", "JSESSIONID",
                        "description", "The console login of an administrator."),
                "csrf", Json.map("type", "apiKey", "in", "header", "name", CsrfTokens.HEADER,
                        "description", "What the answers to a console login have in the same header."));
    }
}
