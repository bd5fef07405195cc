package io.github.sessionstate.web;

import java.util.Map;

/** A request that is answered with an error. The message goes to the client. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> problems;
    private final int position;

    /**
     * @param status  the HTTP status
     * @param message what is wrong, for a person to read
     */
    ApiException(int status, String message) {
        this(status, message, Map.of(), 0);
    }

    /**
     * What the client sent is wrong in several places.
     *
     * @param status   the HTTP status
     * @param message  what is wrong, for a person to read
     * @param problems what is wrong with which part, by the part's name
     */
    ApiException(int status, String message, Map<String, String> problems) {
        this(status, message, problems, 0);
    }

    private ApiException(int status, String message, Map<String, String> problems, int position) {
        super(message);
        this.status = status;
        this.problems = problems;
        this.position = position;
    }

    /** What the client sent is wrong. */
    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    /**
     * What the client sent is wrong at one place.
     *
     * @param position of the place in the text, counted from 1
     */
    static ApiException badRequest(String message, int position) {
        return new ApiException(400, message, Map.of(), position);
    }

    int status() {
        return status;
    }

    /** What is wrong with which part; empty if there are no parts. */
    Map<String, String> problems() {
        return problems;
    }

    /** Where in a text it is wrong, counted from 1; 0 if that does not matter. */
    int position() {
        return position;
    }
}
