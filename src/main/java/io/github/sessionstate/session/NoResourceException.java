package io.github.sessionstate.session;

/** A message or a request was not sent: as long as no resource is bound (RFC 6120 §7), there is no address to send it to. */
public final class NoResourceException extends SendRefusedException {
    private static final long serialVersionUID = 1L;

    public NoResourceException() {
        super("no resource is bound, so nothing can be addressed to the client");
    }
}
