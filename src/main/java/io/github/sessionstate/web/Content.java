package io.github.sessionstate.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The body of an answer: JSON mostly, or what a servlet writes in a form of its own. To be closed once it was sent. */
final class Content implements AutoCloseable {
    private static final String JSON = "application/json; charset=UTF-8";

    // RFC 9457 §6.1; it has no parameters, and is in UTF-8 as any JSON.
    private static final String PROBLEM = "application/problem+json";

    private final String type;
    private final byte[] bytes;
    private final Pieces pieces;
    private final Map<String, String> headers;

    /** A body that is made while it is sent, as it may be longer than the memory should hold. */
    interface Pieces extends AutoCloseable {
        /**
         * What comes next, in UTF-8 once it is sent.
         *
         * @return null at the end
         * @throws ApiException if the rest cannot be had
         */
        String next() throws ApiException;

        /** No more is wanted. */
        @Override
        void close();
    }

    /** @param type the {@code Content-Type} */
    Content(String type, byte[] bytes) {
        this(type, bytes, null, Map.of());
    }

    /** @param type the {@code Content-Type} */
    Content(String type, Pieces pieces) {
        this(type, null, pieces, Map.of());
    }

    private Content(String type, byte[] bytes, Pieces pieces, Map<String, String> headers) {
        this.type = Objects.requireNonNull(type, "type");
        this.bytes = bytes;
        this.pieces = pieces;
        this.headers = headers;
    }

    /** @param answer a content as it is; anything else as JSON */
    static Content of(Object answer) {
        return answer instanceof Content content ? content : json(JSON, answer);
    }

    /** JSON that is made while it is sent. */
    static Content json(Pieces pieces) {
        return new Content(JSON, pieces);
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
        return new Content(type, bytes, pieces, Map.copyOf(others));
    }

    Map<String, String> headers() {
        return headers;
    }

    String type() {
        return type;
    }

    /** Null if it is made piece by piece. */
    byte[] bytes() {
        return bytes;
    }

    /** Null if all of it is there. */
    Pieces pieces() {
        return pieces;
    }

    @Override
    public void close() {
        if (pieces != null) {
            pieces.close();
        }
    }
}
