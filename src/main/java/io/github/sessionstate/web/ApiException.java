package io.github.sessionstate.web;

import java.util.Map;

/** A request that is answered with an error. The message goes to the client. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> problems;

    /**
     * @param status  the HTTP status
     * @param message what is wrong, for a person to read
     */
    ApiException(int status, String message) {
        this(status, message, Map.of());
    }

    /**
     * What the client sent is wrong in several places.
     *
     * @param message  what is wrong, for a person to read
     * @param problems what is wrong with which part, by the part's name
     */
    ApiException(String message, Map<String, String> problems) {
        this(400, message, problems);
    }

    private ApiException(int status, String message, Map<String, String> problems) {
        super(message);
        this.status = status;
        this.problems = problems;
    }

    /** What the client sent is wrong. */
    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    int status() {
        return status;
    }

    /** What is wrong with which part; empty if there are no parts. */
    Map<String, String> problems() {
        return problems;
    }
}
