package io.github.sessionstate.session;

/**
 * The reference's {@code conn}: the connection of a session, as the server knows it now.
 *
 * <p>All methods are cheap, may be called from any thread, never throw, and go on answering after the connection ended.
 */
public interface SessionConnection {
    /** How the client is connected, such as {@code tcp}. Never null. */
    String transport();

    /** The client's IP address in text form; null if the server does not know it. */
    String ip();

    /** The client's port; 0 if the server does not know it. */
    int port();

    /** Whether TLS protects the connection. */
    boolean isSecure();

    /**
     * The TLS version, such as {@code TLSv1.3}; null without TLS, or if the server does not know it, which on TCP is during
     * the handshake only.
     */
    String tls();

    /** The TLS cipher suite; null without TLS or if the server does not know it. */
    String cipher();

    /** Whether the stream is compressed (XEP-0138). */
    boolean isCompressed();
}
