package io.github.sessionstate.session;

/** Text was not sent, and the client's stream is as it was. The message says why, for a person to read. */
public class SendRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public SendRefusedException(String message) {
        super(message);
    }
}
