package io.github.sessionstate.session;

/** A plain TCP connection of a client that is told apart by its port. */
public record StubConnection(int port) implements SessionConnection {
    @Override
    public String transport() {
        return "tcp";
    }

    @Override
    public String ip() {
        return "192.0.2.1";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String tls() {
        return null;
    }

    @Override
    public String cipher() {
        return null;
    }

    @Override
    public boolean isCompressed() {
        return false;
    }
}
