package io.github.sessionstate.web;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.annotations.SerializedName;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.text.Word;

/**
 * What the plugin writes as JSON, from records and maps: keys in snake case, what is null too, enumerations by their
 * words, moments in UTC (ISO 8601), durations in seconds.
 */
final class Json {
    // Three digits always, so that times line up, and sort as text.
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .registerTypeAdapter(Instant.class, (JsonSerializer<Instant>) (time, type, context) ->
                    new JsonPrimitive(TIME.format(time)))
            .registerTypeAdapter(Duration.class, (JsonSerializer<Duration>) (time, type, context) ->
                    new JsonPrimitive(time.toSeconds()))
            .registerTypeHierarchyAdapter(Enum.class, (JsonSerializer<Enum<?>>) (word, type, context) ->
                    new JsonPrimitive(Word.of(word)))
            .registerTypeHierarchyAdapter(SessionConnection.class, (JsonSerializer<SessionConnection>)
                    (connection, type, context) -> of(connection))
            .registerTypeAdapter(Text.class, new TextAdapter())
            .create();

    /** A value that is JSON already. */
    record Text(String json) {
    }

    private static final class TextAdapter extends TypeAdapter<Text> {
        @Override
        public void write(JsonWriter out, Text text) throws IOException {
            out.jsonValue(text.json());
        }

        @Override
        public Text read(JsonReader in) {
            throw new UnsupportedOperationException();
        }
    }

    private Json() {
    }

    private static JsonObject of(SessionConnection connection) {
        JsonObject json = new JsonObject();
        json.addProperty("transport", connection.transport());
        json.addProperty("ip", connection.ip());
        json.addProperty("port", connection.port() == 0 ? null : connection.port());
        json.addProperty("secure", connection.isSecure());
        json.addProperty("tls", connection.tls());
        json.addProperty("cipher", connection.cipher());
        json.addProperty("compressed", connection.isCompressed());
        return json;
    }

    /** A map of keys, each with its value behind it, in their order. */
    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** The key of a record's component. */
    static String key(RecordComponent component) {
        try {
            Field field = component.getDeclaringRecord().getDeclaredField(component.getName());
            SerializedName name = field.getAnnotation(SerializedName.class);
            return name == null ? FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES.translateName(field) : name.value();
        } catch (NoSuchFieldException e) {
            // Every component has one.
            throw new IllegalStateException(e);
        }
    }

    /** The value as text. */
    static String text(Object value) {
        return GSON.toJson(value);
    }

    /** The value as it would be written. */
    static JsonElement element(Object value) {
        return GSON.toJsonTree(value);
    }

    /** A record as an object. */
    static JsonObject tree(Record value) {
        return GSON.toJsonTree(value).getAsJsonObject();
    }

    /** A record with these components, by their names; what is not among them is null. */
    static <T extends Record> T record(Map<String, ?> components, Class<T> type) {
        return GSON.fromJson(GSON.toJsonTree(components), type);
    }
}
