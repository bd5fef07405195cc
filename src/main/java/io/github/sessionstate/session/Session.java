package io.github.sessionstate.session;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.xmpp.packet.Packet;

/**
 * One client session, from the TCP accept to its end, as all see it but the server's adapter: to be read, written to
 * and closed. Thread-safe; reading never locks it.
 */
public interface Session {
    /** Made by the plugin when the session begins, kept until its end and across a resume, never used again. Opaque. */
    String id();

    /** All properties, as of now. */
    SessionState state();

    /** When the session began; for one that was there before the plugin, as the server has it. */
    Instant since();

    /** When the client logged in; when the session began if that is not known, or not yet so. */
    default Instant loggedInSince() {
        return timeline().stream().filter(moment -> moment.kind() == SessionEventKind.AUTHENTICATED)
                .map(SessionMoment::at).findFirst().orElseGet(this::since);
    }

    /**
     * When the last stanza came from the client; the beginning of the session if none did. Of one that was there before
     * the plugin, until a stanza comes, the last moment at which it can have been, see {@link #isIdleSinceKnown()}.
     */
    Instant idleSince();

    /** Whether {@link #idleSince()} is the moment itself; else the client may have been idle for longer. */
    boolean isIdleSinceKnown();

    /**
     * When the session lost the connection that it waits for; null if it is not detached. Of one that was detached
     * before the plugin was there, when something last went over its stream.
     */
    Instant detachedSince();

    /** The tries to log in that failed, on TCP; none if none did, or once one succeeded. */
    LoginFailure loginFailure();

    /**
     * What the server refused last, and with which error: {@code login}, {@code bind} or {@code resume}, a colon and the
     * condition, such as {@code bind: conflict}. Null if it refused nothing.
     */
    String lastError();

    /** What happened to the session since it began, oldest first; see {@link Timeline} for what is left out. */
    List<SessionMoment> timeline();

    /**
     * What the client says that it is (XEP-0092); if the server does not know, the program that its presence names
     * (XEP-0115). Null if neither tells.
     */
    ClientSoftware software();

    /**
     * The presence as the client sent it, or, if that was too long to be kept, as the server has it.
     *
     * @param maxLength how many characters of it are wanted at most
     * @return null without presence
     */
    BoundedText presence(int maxLength);

    /** What else the server knows of the session, and how the client logged in. */
    ServerFacts facts();

    /** How many stanzas came from the client; see {@link ServerSession#stanzasReceived()}. */
    Number stanzasReceived();

    /** How many were sent to it; see {@link ServerSession#stanzasSent()}. */
    Number stanzasSent();

    /**
     * The reference's {@code roster}: the user's contacts, read from the server at this moment.
     *
     * @return bare JIDs, sorted; null if the session has no roster
     * @throws RosterUnreadableException if the server cannot read it
     */
    List<String> roster();

    /**
     * The same contacts with what the roster says of them; null if the session has no roster.
     *
     * @throws RosterUnreadableException if the server cannot read it
     */
    List<RosterContact> rosterItems();

    /**
     * The reference's {@code send(x)}: writes one XML element to the client's stream.
     *
     * @param xml the element as text
     * @return false if the session has ended
     * @throws SendRefusedException if this is not one well-formed element, or the stream is not open
     */
    boolean send(String xml) throws SendRefusedException;

    /**
     * Sends a stanza to this client, through the server's delivery and with the addresses that it has. Without a sender
     * a message comes from the server's domain, anything else from the user's account (RFC 6120 §8.1.2.1); without an
     * addressee it goes to the session's full JID. A detached client (XEP-0198) gets it when it resumes.
     *
     * @param stanza the server's from now on: the caller neither changes it nor sends it again
     * @return false if the session has ended
     * @throws SendRefusedException if the stream is not open
     */
    boolean send(Packet stanza) throws SendRefusedException;

    /**
     * Sends a request to this client as {@link #send(String)} does, and waits for the reply, which goes to nobody else.
     * The client gets the request with an id that nobody can guess; its reply has the one back that the request had.
     * Never blocks, and sets no limit to the wait.
     *
     * @param xml       an iq of type get or set as text
     * @param maxLength how many characters of the reply are wanted at most
     * @return the reply, or why there is none. Fails if the server keeps the request from the client, or the plugin stops
     *         before the reply; the message says which
     * @throws SendRefusedException if this is no such iq, or the stream has no resource
     */
    CompletionStage<ClientReply> ask(String xml, int maxLength) throws SendRefusedException;

    /**
     * The reference's {@code close(x)}: ends the session, detached or frozen ones too. Never blocks.
     *
     * @return what happened, once it is known
     */
    CompletionStage<CloseResult> close(CloseReason reason);
}
