package io.github.sessionstate.web;

import io.github.sessionstate.text.Word;

/**
 * Why a request is answered with an error: one table for the code, the documentation, and clients, which go by
 * {@link #code()}.
 */
enum Problem {
    /** The request has a parameter that the path does not have. */
    UNKNOWN_PARAMETER(400),
    /** A parameter has no value, too many, or one that it may not have. */
    BAD_PARAMETER(400),
    /** The filter cannot be read, or asks for a value that does not exist. */
    BAD_FILTER(400),
    /** The body is no JSON in UTF-8. */
    MALFORMED_JSON(400),
    /** The body is JSON, but not what the path takes. */
    BAD_BODY(400),
    /** The key against repeated commands is none. */
    BAD_KEY(400),
    /** A setting does not exist, or cannot have this value. */
    BAD_SETTING(400),
    /** Neither a console login nor a token, or a token that is not worth anything. */
    LOGIN_NEEDED(401),
    /** A command that does not carry the token against forged requests which its console login has. */
    CSRF(403),
    /** A token that may not do this. */
    SCOPE_MISSING(403),
    /** A token, where only a console login will do. */
    CONSOLE_ONLY(403),
    /** A token that came in the clear. */
    PLAIN_HTTP(403),
    /** The console, or the API, is not open to this address. */
    ADDRESS_BLOCKED(403),
    /** There is no such path. */
    UNKNOWN_PATH(404),
    /** There is no such session, and none has ended lately. */
    UNKNOWN_SESSION(404),
    /** The administrator has no such grant, or it has no such token. */
    UNKNOWN_GRANT(404),
    /** The path does not have this method. */
    METHOD(405),
    /** Somebody else changed it meanwhile. */
    CHANGED_MEANWHILE(409),
    /** There are as many grants, or as many tokens of one, as there may be. */
    NO_ROOM(409),
    /** The request with the same key is still being worked on. */
    IN_FLIGHT(409),
    /** The body is longer than it may be. */
    TOO_LARGE(413),
    /** The body is not said to be JSON. */
    MEDIA_TYPE(415),
    /** The key was that of another request. */
    KEY_REUSED(422),
    /** Too many wrong tokens from this address. */
    TOO_MANY(429),
    /** The plugin failed. */
    INTERNAL(500),
    /** This server does not offer it. */
    NOT_OFFERED(501),
    /** The plugin is not running. */
    NOT_RUNNING(503),
    /** The database does not answer. */
    NO_DATABASE(503);

    private final int status;

    Problem(int status) {
        this.status = status;
    }

    /** The HTTP status of the answer. */
    int status() {
        return status;
    }

    /** What programs know it by; never changes. */
    String code() {
        return Word.of(this);
    }

    /** The phrase of the status (RFC 9110 §15), as RFC 9457 §4.2.1 wants it of a problem without a type. */
    String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
