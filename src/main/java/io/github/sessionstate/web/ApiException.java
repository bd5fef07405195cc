package io.github.sessionstate.web;

/** A request that is answered with an error. The message goes to the client. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status  the HTTP status
     * @param message what is wrong, for a person to read
     */
    ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What the client sent is wrong. */
    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    int status() {
        return status;
    }
}
