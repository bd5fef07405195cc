package io.github.sessionstate.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is answered with an error. The message goes to the client. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final transient Map<String, String> problems;
    private final int position;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** @param message what is wrong, for a person to read */
    ApiException(Problem problem, String message) {
        this(problem, message, Map.of(), 0);
    }

    /**
     * What the client sent is wrong in several places.
     *
     * @param message  what is wrong, for a person to read
     * @param problems what is wrong with which part, by the part's name
     */
    ApiException(Problem problem, String message, Map<String, String> problems) {
        this(problem, message, problems, 0);
    }

    /**
     * What the client sent is wrong at one place.
     *
     * @param message  what is wrong, for a person to read
     * @param position of the place in the text, counted from 1
     */
    ApiException(Problem problem, String message, int position) {
        this(problem, message, Map.of(), position);
    }

    private ApiException(Problem problem, String message, Map<String, String> problems, int position) {
        super(message);
        this.problem = problem;
        this.problems = problems;
        this.position = position;
    }

    /** A parameter is wrong. */
    static ApiException badParameter(String message) {
        return new ApiException(Problem.BAD_PARAMETER, message);
    }

    /** The filter is wrong. */
    static ApiException badFilter(String message) {
        return new ApiException(Problem.BAD_FILTER, message);
    }

    /** The body is wrong. */
    static ApiException badBody(String message) {
        return new ApiException(Problem.BAD_BODY, message);
    }

    /** A parameter that the path does not have. */
    static ApiException unknownParameter(String quotedName) {
        return new ApiException(Problem.UNKNOWN_PARAMETER, "unknown parameter: " + quotedName);
    }

    /** The plugin failed; what of it may be told. */
    static ApiException internal() {
        return new ApiException(Problem.INTERNAL, "internal error; the server's log tells more");
    }

    /** This with one header more. */
    ApiException header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Problem problem() {
        return problem;
    }

    /** Where in a text it is wrong, counted from 1; 0 if that does not matter. */
    int position() {
        return position;
    }

    /** The headers that the answer has beside those of any other. */
    Map<String, String> headers() {
        return headers;
    }

    /** The answer's body (RFC 9457), which {@link Json} can write. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("code", problem.code());
        body.put("detail", getMessage());
        if (!problems.isEmpty()) {
            body.put("problems", problems);
        }
        if (position > 0) {
            body.put("position", position);
        }
        return body;
    }
}
