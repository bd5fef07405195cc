package io.github.sessionstate.session;

import static io.github.sessionstate.session.SessionEventKind.ATTACHED;
import static io.github.sessionstate.session.SessionEventKind.AUTHENTICATED;
import static io.github.sessionstate.session.SessionEventKind.BOUND;
import static io.github.sessionstate.session.SessionEventKind.CREATED;
import static io.github.sessionstate.session.SessionEventKind.DESTROYED;
import static io.github.sessionstate.session.SessionEventKind.DETACHED;
import static io.github.sessionstate.session.SessionEventKind.INTERESTED;
import static io.github.sessionstate.session.SessionEventKind.OPENED;
import static io.github.sessionstate.session.SessionEventKind.PRESENCE;
import static io.github.sessionstate.session.SessionEventKind.RESET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;

class XmppSessionTest {
    private final StubClock clock = new StubClock();
    private final StubHost host = new StubHost();
    private final EventLog log = new EventLog();
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(StubContact.of(user + "-friend@example.org")), clock);

    @BeforeEach
    void listen() {
        registry.addListener(log);
    }

    // ------------------------------------------------------------------ properties

    @Test
    void aSessionTellsWhenItBeganAndWhenItsClientLastSpoke() {
        XmppSession session = accepted();
        Instant later = StubClock.START.plusSeconds(60);
        clock.set(later);

        assertThat(session.since()).isEqualTo(StubClock.START);
        assertThat(session.idleSince()).isEqualTo(StubClock.START);

        session.stanzaReceived(later.toEpochMilli());

        assertThat(session.since()).isEqualTo(StubClock.START);
        assertThat(session.idleSince()).isEqualTo(later);
    }

    @Test
    void stanzasAreCountedByTheHost() {
        XmppSession session = accepted();

        assertThat(session.server()).isSameAs(host);
        assertThat(session.stanzasReceived().longValue()).isEqualTo(3);
        assertThat(session.stanzasSent().longValue()).isEqualTo(7);
    }

    /** Who keeps what the server told sees another version; nobody is told, as nothing of the model changed. */
    @Test
    void ofASessionOfWhichTheServerKnowsMoreThereIsAnotherVersion() {
        XmppSession session = accepted();
        long before = registry.places().versions()[0];
        int events = log.all().size();

        session.toldMore();
        assertThat(registry.places().versions()[0]).isNotEqualTo(before);
        assertThat(registry.places().states()).containsExactly(session.state());
        assertThat(log.all()).hasSize(events);
        assertThat(registry.counts().total()).isEqualTo(1);

        before = registry.places().versions()[0];
        session.refused("bind", "conflict");
        assertThat(registry.places().versions()[0]).isNotEqualTo(before);

        session.destroyed(SessionEnd.of(EndCause.CLOSED));
        XmppSession next = accepted();
        session.toldMore();
        assertThat(registry.places().sessions()).containsExactly(next);
    }

    @Test
    void theRosterIsReadFromTheHostWhileTheSessionHasOne() {
        XmppSession session = accepted();
        assertThat(session.roster()).isNull();

        session.bound("john", "example.org", "desk", true);
        assertThat(session.roster()).containsExactly("john-friend@example.org");

        session.destroyed(SessionEnd.of(EndCause.CLOSED));
        assertThat(session.roster()).isNull();
    }

    @Test
    void aSessionBoundWithoutRosterHasNone() {
        XmppSession session = accepted();

        session.bound("john", "example.org", "desk", false);

        assertThat(session.roster()).isNull();
    }

    @Test
    void itsTextFormIsForPeople() {
        XmppSession session = accepted();
        assertThat(session).hasToString("session " + session.id() + " (c2s_unauthed)");

        session.bound("john", "example.org", "desk", true);
        assertThat(session).hasToString("session " + session.id() + " (c2s, john@example.org/desk)");
    }

    // ------------------------------------------------------------------ commands

    @Test
    void anElementIsHandedToTheHost() throws SendRefusedException {
        XmppSession session = bound();

        assertThat(session.send(" <message/> ")).isTrue();

        assertThat(host.sent).containsExactly("<message/>");
    }

    @Test
    void nothingIsSentBeforeTheStreamHeaderNorBetweenSaslAndTheRestart() throws SendRefusedException {
        XmppSession session = accepted();
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> session.send("<presence/>"))
                .withMessageContaining("not open");

        session.opened("example.org");
        assertThat(session.send("<message xmlns='urn:example'/>")).isTrue();

        session.authenticated("john", true);
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> session.send("<presence/>"))
                .withMessageContaining("not open");
        assertThatExceptionOfType(NoResourceException.class).isThrownBy(() -> session.send("<message/>"));
        assertThatExceptionOfType(NoResourceException.class).isThrownBy(() -> session.send(new Message()));
        assertThat(host.sent).containsExactly("<message xmlns='urn:example'/>");
    }

    @Test
    void textThatIsNotOneElementNeverReachesTheHost() {
        XmppSession session = bound();

        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> session.send("<message>"));

        assertThat(host.sent).isEmpty();
    }

    @Test
    void aRefusalOfTheHostReachesTheCaller() {
        XmppSession session = bound();
        host.refusal = "frozen";

        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> session.send("<message/>"))
                .withMessage("frozen");
    }

    @Test
    void sendOnAnEndedSessionIsFalseWhateverTheText() throws SendRefusedException {
        XmppSession session = bound();
        session.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(session.send("<message/>")).isFalse();
        assertThat(session.send("no XML at all")).isFalse();
        assertThat(host.sent).isEmpty();
    }

    @Test
    void aRequestIsHandedToTheHostAndTheBeginningOfItsReplyIsTold() throws SendRefusedException {
        CompletionStage<ClientReply> reply = bound().ask("<iq type='get'><a xmlns='b'/></iq>", 20);
        assertThat(reply.toCompletableFuture()).isNotDone();
        IQ request = (IQ) host.stanzas.get(0);
        assertThat(request.getID()).isNotEmpty();

        host.reply.complete(IQ.createResultIQ(request));

        assertThat(reply).isCompletedWithValueMatching(told -> told.outcome() == ClientReply.Outcome.ANSWERED
                && told.type().equals("result") && told.xml().isCut() && told.xml().text().equals("<iq type=\"result\" id"));
    }

    @Test
    void nobodyWaitsForTheReplyOfTheDetachedAndTheEnded() throws SendRefusedException {
        XmppSession session = bound();
        session.detached();
        assertThat(session.ask("<iq type='set' id='1'/>", 20))
                .isCompletedWithValue(ClientReply.without(ClientReply.Outcome.QUEUED));
        assertThat(host.stanzas).singleElement().hasFieldOrPropertyWithValue("ID", "1");

        session.destroyed(SessionEnd.of(EndCause.CLOSED));
        assertThat(session.ask("no XML at all", 20))
                .isCompletedWithValue(ClientReply.without(ClientReply.Outcome.GONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<message/>", "<presence type='get'/>", "<iq xmlns='a' type='get'/>",
        "<iq type='result' id='a'/>", "<iq/>"})
    void whatHasNoReplyIsNotSent(String xml) {
        assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> bound().ask(xml, 20))
                .withMessage("only an iq of type get or set has a reply");
        assertThat(host.stanzas).isEmpty();
    }

    @Test
    void closeIsTheHostsAffair() {
        XmppSession session = bound();
        CloseReason reason = new CloseReason("policy-violation", "no");

        assertThat(session.close(reason)).isCompletedWithValue(CloseResult.closed());

        assertThat(host.closed).containsExactly(reason);
        assertThat(session.state().isDestroyed()).as("ended before the host said so").isFalse();
    }

    @Test
    void closeOnAnEndedSessionDoesNothing() {
        XmppSession session = bound();
        session.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(session.close(CloseReason.NONE)).isCompletedWithValue(CloseResult.gone());

        assertThat(host.closed).isEmpty();
    }

    // ------------------------------------------------------------------ transitions and their events

    @Test
    void eachTransitionIsToldOnceAndInOrder() {
        XmppSession session = accepted();
        session.opened("example.org");
        session.reset();
        session.opened("example.org");
        session.authenticated("john", true);
        session.opened("example.org");
        session.bound("john", "example.org", "desk", true);
        session.askedForRoster();
        session.updated(Presences.available(1));
        session.detached();
        session.attached(new StubConnection(2));
        session.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(log.kinds()).containsExactly(CREATED, OPENED, RESET, OPENED, AUTHENTICATED, OPENED, BOUND, INTERESTED,
                PRESENCE, DETACHED, ATTACHED, DESTROYED);
        assertThat(log.all()).extracting(SessionEvent::session).containsOnly(session);
    }

    @Test
    void anEventTellsStatesTimeAndForAnEndItsCause() {
        XmppSession session = accepted();
        assertThat(log.last()).isEqualTo(new SessionEvent(session, CREATED, null, session.state(), null,
                StubClock.START));

        clock.set(StubClock.START.plusSeconds(1));
        SessionState accepted = session.state();
        session.opened("example.org");
        SessionState opened = session.state();
        assertThat(log.last()).isEqualTo(new SessionEvent(session, OPENED, accepted, opened, null,
                StubClock.START.plusSeconds(1)));

        session.destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        assertThat(log.last()).isEqualTo(new SessionEvent(session, DESTROYED, opened, session.state(),
                SessionEnd.of(EndCause.CONNECTION_LOST), StubClock.START.plusSeconds(1)));
        assertThat(log.last().cause()).isEqualTo(EndCause.CONNECTION_LOST);
    }

    @Test
    void theEndOfAFormerConnectionDetachesNothing() {
        XmppSession session = accepted();
        SessionConnection former = session.state().connection();
        session.bound("john", "example.org", "desk", true);
        session.attached(new StubConnection(2));

        assertThat(session.detachedFrom(former)).isFalse();
        assertThat(session.detachedFrom(session.state().connection())).isTrue();
        assertThat(session.state().detached()).isTrue();
    }

    @Test
    void itIsDetachedSinceItsConnectionWasLostForTheLastTime() {
        XmppSession session = accepted();
        session.bound("john", "example.org", "desk", true);
        assertThat(session.detachedSince()).isNull();

        session.detached();
        assertThat(session.detachedSince()).isEqualTo(StubClock.START);

        clock.set(StubClock.START.plusSeconds(5));
        session.updated(Presences.available(1));
        assertThat(session.detachedSince()).isEqualTo(StubClock.START);
        session.attached(new StubConnection(2));
        assertThat(session.detachedSince()).isNull();
        session.detached();
        assertThat(session.detachedSince()).isEqualTo(StubClock.START.plusSeconds(5));
        session.destroyed(SessionEnd.of(EndCause.DETACH_EXPIRED));
        assertThat(session.detachedSince()).isNull();
    }

    @Test
    void aTransitionAnswersWhetherItChangedAnything() {
        XmppSession session = accepted();

        assertThat(session.detached()).isFalse();
        assertThat(session.opened("example.org")).isTrue();
        assertThat(session.opened("example.org")).isFalse();
        assertThat(session.bound("john", "example.org", "desk", true)).isTrue();
        assertThat(session.bound("john", "example.org", "phone", true)).isFalse();
        assertThat(session.destroyed(SessionEnd.of(EndCause.CLOSED))).isTrue();
        assertThat(session.destroyed(SessionEnd.of(EndCause.REPLACED))).isFalse();
        assertThat(log.kinds()).containsExactly(CREATED, OPENED, BOUND, DESTROYED);
        assertThat(log.last().cause()).isEqualTo(EndCause.CLOSED);
    }

    @Test
    void anEndNeedsACause() {
        XmppSession session = accepted();

        assertThatNullPointerException().isThrownBy(() -> session.destroyed(null));

        assertThat(session.state().isDestroyed()).isFalse();
    }

    @Test
    void aBindEndsTheSessionThatHoldsTheFullJidBeforeItIsTold() {
        XmppSession old = bound();
        old.updated(Presences.available(5));
        XmppSession newcomer = accepted();

        newcomer.bound("john", "example.org", "desk", true);

        assertThat(old.state().isDestroyed()).isTrue();
        assertThat(newcomer.state().presence()).isNull();
        assertThat(newcomer.state().priority()).isZero();
        List<SessionEvent> lastTwo = log.all().subList(log.all().size() - 2, log.all().size());
        assertThat(lastTwo.get(0).session()).isSameAs(old);
        assertThat(lastTwo.get(0).end()).isEqualTo(SessionEnd.of(EndCause.REPLACED).replacedBy(newcomer.id()));
        assertThat(lastTwo.get(1).session()).isSameAs(newcomer);
        assertThat(lastTwo.get(1).kind()).isEqualTo(BOUND);
    }

    @Test
    void aBindThatChangesNothingEndsNobody() {
        XmppSession desk = bound();
        XmppSession ended = accepted();
        ended.destroyed(SessionEnd.of(EndCause.CLOSED));
        XmppSession phone = accepted();
        phone.bound("john", "example.org", "phone", true);

        assertThat(ended.bound("john", "example.org", "desk", true)).isFalse();
        assertThat(phone.bound("john", "example.org", "desk", true)).isFalse();

        assertThat(desk.state().isDestroyed()).isFalse();
        assertThat(registry.byFullJid("john@example.org/desk")).contains(desk);
    }

    // ------------------------------------------------------------------ listeners

    @Test
    void aListenerThatThrowsHurtsNeitherTheCallerNorTheOthers() {
        SessionRegistry other = new SessionRegistry(user -> List.of(), clock);
        other.addListener(event -> {
            throw new IllegalStateException("deliberate");
        });
        other.addListener(log);

        XmppSession session = other.accepted(host, new StubConnection(1));
        session.opened("example.org");

        assertThat(log.kinds()).containsExactly(CREATED, OPENED);
    }

    @Test
    void aListenerThatFailsWithAnErrorDoesNotEndTheDelivery() {
        // What a listener of another plugin throws once that plugin was unloaded.
        SessionRegistry other = new SessionRegistry(user -> List.of(), clock);
        other.addListener(event -> {
            throw new NoClassDefFoundError("deliberate");
        });
        other.addListener(log);

        XmppSession session = other.accepted(host, new StubConnection(1));
        session.opened("example.org");

        assertThat(log.kinds()).containsExactly(CREATED, OPENED);
    }

    @Test
    void whatAListenerDoesToTheSessionIsToldAfterTheEventItIsAt() {
        // The first listener moves on at once; the second must not hear of the next transition first.
        SessionRegistry other = new SessionRegistry(user -> List.of(), clock);
        List<Boolean> changed = new ArrayList<>();
        other.addListener(event -> {
            if (event.kind() == CREATED) {
                changed.add(((XmppSession) event.session()).opened("example.org"));
                changed.add(((XmppSession) event.session()).destroyed(SessionEnd.of(EndCause.CLOSED)));
                changed.add(((XmppSession) event.session()).opened("example.org"));
            }
        });
        other.addListener(log);

        other.accepted(host, new StubConnection(1));

        assertThat(changed).containsExactly(true, true, false);
        assertThat(log.kinds()).containsExactly(CREATED, OPENED, DESTROYED);
    }

    @Test
    void aListenerMayEndAnotherSession() {
        XmppSession first = accepted();
        registry.addListener(event -> {
            if (event.kind() == OPENED) {
                first.destroyed(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));
            }
        });

        XmppSession second = accepted();
        second.opened("example.org");

        assertThat(log.kinds()).containsExactly(CREATED, CREATED, OPENED, DESTROYED);
        assertThat(log.last().session()).isSameAs(first);
    }

    @Test
    void aListenerSeesTheTablesInStepWithTheEvent() {
        List<Boolean> found = new ArrayList<>();
        registry.addListener(event -> {
            if (event.kind() == BOUND || event.kind() == DESTROYED) {
                found.add(registry.byFullJid("john@example.org/desk").isPresent());
            }
        });

        bound().destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(found).containsExactly(true, false);
    }

    private XmppSession accepted() {
        return registry.accepted(host, new StubConnection(1));
    }

    private XmppSession bound() {
        XmppSession session = accepted();
        session.opened("example.org");
        session.authenticated("john", true);
        session.opened("example.org");
        session.bound("john", "example.org", "desk", true);
        return session;
    }
}
