package io.github.sessionstate.token;

/** There are as many grants or tokens as there may be. The message is for whoever asked for one more. */
public class LimitReachedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitReachedException(String message) {
        super(message);
    }
}
