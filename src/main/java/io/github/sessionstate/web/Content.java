package io.github.sessionstate.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The body of an answer: JSON mostly, or what a servlet writes in a form of its own. */
final class Content {
    private static final String JSON = "application/json; charset=UTF-8";

    // RFC 9457 §6.1; it has no parameters, and is in UTF-8 as any JSON.
    private static final String PROBLEM = "application/problem+json";

    private final String type;
    private final byte[] bytes;
    private final Map<String, String> headers;

    /** @param type the {@code Content-Type} */
    Content(String type, byte[] bytes) {
        this(type, bytes, Map.of());
    }

    private Content(String type, byte[] bytes, Map<String, String> headers) {
        this.type = Objects.requireNonNull(type, "type");
        this.bytes = bytes;
        this.headers = headers;
    }

    /** @param answer a content as it is; anything else as JSON */
    static Content of(Object answer) {
        return answer instanceof Content content ? content : json(JSON, answer);
    }

    /** @param problem what tells of an error */
    static Content problem(Object problem) {
        return json(PROBLEM, problem);
    }

    private static Content json(String type, Object content) {
        return new Content(type, Json.text(content).getBytes(StandardCharsets.UTF_8));
    }

    /** The same with these headers of the answer, beside those of any other. */
    Content with(Map<String, String> others) {
        return new Content(type, bytes, Map.copyOf(others));
    }

    Map<String, String> headers() {
        return headers;
    }

    String type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }
}
