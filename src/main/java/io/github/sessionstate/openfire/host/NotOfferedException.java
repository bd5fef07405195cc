package io.github.sessionstate.openfire.host;

/** The host has no such class, method or field. The message names it. */
public final class NotOfferedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotOfferedException(String member) {
        super(member);
    }
}
