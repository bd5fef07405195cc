package io.github.sessionstate.it.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.sessionstate.it.api.ApiDocument.Operation;

/**
 * A request along the document, but not always within it.
 *
 * @param method mostly that of the operation
 * @param target the operation's path, and a query string
 */
record FuzzedRequest(Operation operation, String method, String target, List<String> headers, byte[] body) {
    private static final List<String> WORDS = List.of("", "0", "1", "-1", "00", "1e3", "9999999999999999999", "true",
            "null", "none", "all", "end", "john", "john@example.org/fuzz", "id", "-since", "id,state", "state",
            "presence:away OR (", "idle:>1h -john", "ip:10.0.0.0/8", "since:2026-01-01", "cause:idle", "\"", "\\",
            "'; DROP TABLE x;--", "=1+1", "\u0000", "\u00e9\ud83d\ude00", "%", "%zz", "\r\nX-Evil: 1", "<message/>",
            "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>", "<a", "policy-violation", "read", "10.0.0.0/8",
            "2026-01-01T00:00:00.000Z", "objects", "arrays", "bare_jid", "plugin.sessionstate.limit.per-user");
    private static final List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "X");
    private static final List<String> TYPES = List.of("application/json", "application/json; charset=UTF-8",
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "x");
    private static final List<String> ACCEPTS = List.of("*/*", "text/csv", "application/json, text/csv;q=0.5",
            "application/openmetrics-text;version=1.0.0", "text/html", "q=;;,,", "text/csv;q=2");

    /**
     * Makes one.
     *
     * @param token that the request has mostly
     * @param ids   of sessions that there are, or were
     */
    static FuzzedRequest of(Random random, List<Operation> operations, String token, List<String> ids) {
        Operation operation = pick(random, operations);
        String method = random.nextInt(20) == 0 ? pick(random, METHODS) : operation.method();
        List<String> headers = new ArrayList<>();
        if (random.nextInt(10) > 0) {
            headers.add("Authorization: Bearer " + token);
        } else if (random.nextBoolean()) {
            headers.add("Authorization: " + pick(random, List.of("Bearer x", "Basic YTpi", "", "Bearer " + token + "x",
                    "Bearer " + token + ", Bearer " + token, token)));
        }
        if (random.nextInt(4) == 0) {
            headers.add("Accept: " + pick(random, ACCEPTS));
        }
        if (random.nextInt(4) == 0) {
            headers.add("Idempotency-Key: " + pick(random, List.of("k" + random.nextInt(50), "\"k\"", "\"", "a b", "",
                    "\u00e9", "x".repeat(300))));
        }
        if (random.nextInt(10) == 0) {
            headers.add(pick(random, List.of("X-CSRF-Token: x", "Cookie: JSESSIONID=x", "X-Forwarded-For: 10.0.0.1",
                    "X-HTTP-Method-Override: POST", "Range: bytes=0-1", "If-None-Match: *")));
        }
        byte[] body = new byte[0];
        if (operation.body() != null || random.nextInt(20) == 0) {
            body = body(random, operation.body() == null ? new JsonObject() : operation.body(), ids);
            headers.add("Content-Type: " + (random.nextInt(10) > 0 ? TYPES.get(0) : pick(random, TYPES)));
        }
        if (body.length > 0 || random.nextBoolean()) {
            headers.add("Content-Length: " + body.length);
        }
        return new FuzzedRequest(operation, method, operation.path() + query(random, operation, ids), headers, body);
    }

    // ------------------------------------------------------------------ parameters

    private static String query(Random random, Operation operation, List<String> ids) {
        List<String> parts = new ArrayList<>();
        for (JsonObject parameter : operation.parameters()) {
            String name = parameter.get("name").getAsString();
            boolean isWanted = parameter.get("required").getAsBoolean() ? random.nextInt(10) > 0 : random.nextInt(5) == 0;
            if (parameter.get("in").getAsString().equals("query") && isWanted) {
                parts.add(name + '=' + encode(random, value(random, name, parameter.getAsJsonObject("schema"), ids)));
            }
        }
        if (random.nextInt(20) == 0) {
            parts.add(encode(random, pick(random, WORDS)) + '=' + encode(random, pick(random, WORDS)));
        }
        if (random.nextInt(30) == 0) {
            parts.add(pick(random, List.of("&", "=", "x", "%", "%zz=1", "q=%ff%fe", "q=%00", ";", "limit=1&limit=2")));
        }
        return parts.isEmpty() ? "" : '?' + String.join("&", parts);
    }

    private static String value(Random random, String name, JsonObject schema, List<String> ids) {
        if (random.nextInt(5) == 0) {
            return word(random);
        }
        // Nobody should wait for long.
        if (name.equals("wait")) {
            return "0";
        }
        if (schema.has("enum")) {
            return pick(random, schema.getAsJsonArray("enum").asList()).getAsString();
        }
        if (schema.get("type").getAsString().equals("integer")) {
            return String.valueOf(random.nextInt(40) - 1);
        }
        return name.equals("id") ? pick(random, ids) : pick(random, WORDS);
    }

    private static String encode(Random random, String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = Character.isLetterOrDigit(b) || "-._~:,*".indexOf(b) >= 0;
            encoded.append(isPlain && random.nextInt(20) > 0 ? String.valueOf((char) b)
                    : String.format(Locale.ROOT, "%%%02x", b));
        }
        return encoded.toString();
    }

    // ------------------------------------------------------------------ bodies

    private static byte[] body(Random random, JsonObject properties, List<String> ids) {
        JsonObject body = new JsonObject();
        for (String key : properties.keySet()) {
            if (random.nextInt(10) > 0) {
                JsonObject schema = properties.getAsJsonObject(key);
                body.add(key, random.nextInt(10) == 0 ? anything(random)
                        : part(random, key, schema.has("type") ? schema.get("type").toString() : "integer", ids));
            }
        }
        if (random.nextInt(20) == 0) {
            body.add(word(random), anything(random));
        }
        StringBuilder text = new StringBuilder(body.toString());
        switch (random.nextInt(20)) {
            case 0 -> text.setLength(random.nextInt(text.length() + 1));
            case 1 -> text.insert(random.nextInt(text.length() + 1), word(random));
            case 2 -> text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            case 3 -> text.append(" ".repeat(random.nextInt(10) == 0 ? 70_000 : 10));
            default -> { }
        }
        return text.toString().getBytes(random.nextInt(20) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }

    private static JsonElement part(Random random, String key, String type, List<String> ids) {
        Supplier<String> text = () -> key.startsWith("id") ? pick(random, ids)
                : key.equals("xml") && random.nextBoolean() ? "<message><body>x</body></message>"
                : key.equals("scopes") || key.equals("condition") ? pick(random, List.of("read", "policy-violation"))
                : word(random);
        if (type.contains("array")) {
            JsonArray array = new JsonArray();
            for (int i = random.nextInt(4); i > 0; i--) {
                array.add(text.get());
            }
            return array;
        }
        if (type.contains("object")) {
            JsonObject object = new JsonObject();
            object.add("plugin.sessionstate.limit.per-user",
                    random.nextBoolean() ? JsonNull.INSTANCE : new JsonPrimitive(String.valueOf(random.nextInt(9) + 100)));
            if (random.nextInt(4) == 0) {
                object.addProperty("x" + word(random), word(random));
            }
            return object;
        }
        return type.contains("integer") ? new JsonPrimitive(random.nextInt(500)) : new JsonPrimitive(text.get());
    }

    private static JsonElement anything(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextDouble());
            case 2 -> new JsonPrimitive(random.nextBoolean());
            case 3 -> new JsonArray();
            case 4 -> new JsonObject();
            default -> new JsonPrimitive(word(random));
        };
    }

    private static String word(Random random) {
        return random.nextInt(50) == 0 ? pick(random, WORDS).repeat(random.nextInt(100)) : pick(random, WORDS);
    }

    private static <T> T pick(Random random, List<T> among) {
        return among.get(random.nextInt(among.size()));
    }
}
