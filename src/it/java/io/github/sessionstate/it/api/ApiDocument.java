package io.github.sessionstate.it.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import io.github.sessionstate.it.support.RawHttp;

/** The OpenAPI document of a host, which answers are held against. */
final class ApiDocument {
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonObject document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /** @param text what the host answers */
    ApiDocument(String text) {
        document = JsonParser.parseString(text).getAsJsonObject();
        close(document.getAsJsonObject("paths"));
        close(document.getAsJsonObject("components"));
    }

    /**
     * An operation of the document.
     *
     * @param path   with the server's part before it
     * @param method in capitals
     */
    record Operation(String path, String method, JsonObject told) {
        List<JsonObject> parameters() {
            List<JsonObject> parameters = new ArrayList<>();
            if (told.has("parameters")) {
                told.getAsJsonArray("parameters").forEach(one -> parameters.add(one.getAsJsonObject()));
            }
            return parameters;
        }

        /** The properties of the body; null without a body. */
        JsonObject body() {
            return !told.has("requestBody") ? null : told.getAsJsonObject("requestBody").getAsJsonObject("content")
                    .getAsJsonObject("application/json").getAsJsonObject("schema").getAsJsonObject("properties");
        }
    }

    // Later versions may have more keys; of this one nothing must be left out.
    private static void close(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(ApiDocument::close);
        } else if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            object.entrySet().forEach(entry -> close(entry.getValue()));
            if (object.has("type") && object.has("properties") && !object.has("additionalProperties")) {
                object.addProperty("additionalProperties", false);
            }
        }
    }

    List<Operation> operations() {
        String server = document.getAsJsonArray("servers").get(0).getAsJsonObject().get("url").getAsString();
        List<Operation> operations = new ArrayList<>();
        document.getAsJsonObject("paths").entrySet().forEach(path ->
                path.getValue().getAsJsonObject().entrySet().forEach(method -> operations.add(
                        new Operation(server + path.getKey(), method.getKey().toUpperCase(),
                                method.getValue().getAsJsonObject()))));
        return operations;
    }

    /** All paths, with the server's part before them. */
    Set<String> paths() {
        return operations().stream().map(Operation::path).collect(Collectors.toSet());
    }

    /** What of an answer is not as the document says; null if all of it is. */
    String complaint(Operation operation, RawHttp.Answer answer) {
        JsonElement response = operation.told.getAsJsonObject("responses").get(String.valueOf(answer.status()));
        if (response == null) {
            return "status " + answer.status();
        }
        JsonObject content = response.getAsJsonObject().getAsJsonObject("content");
        if (!content.has(answer.type())) {
            return "type " + answer.type();
        }
        if (!answer.type().endsWith("json")) {
            return null;
        }
        String pointer = "#/paths/" + pointer(operation.path.substring("/plugins".length())) + '/'
                + operation.method.toLowerCase() + "/responses/" + answer.status() + "/content/"
                + pointer(answer.type()) + "/schema";
        try {
            var complaints = schemas.computeIfAbsent(pointer, this::schema).validate(answer.body(), InputFormat.JSON);
            return complaints.isEmpty() ? null : complaints.toString();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static String pointer(String text) {
        return text.replace("~", "~0").replace("/", "~1");
    }

    private JsonSchema schema(String pointer) {
        JsonObject schema = document.deepCopy();
        schema.addProperty("$ref", pointer);
        return SCHEMAS.getSchema(schema.toString());
    }
}
