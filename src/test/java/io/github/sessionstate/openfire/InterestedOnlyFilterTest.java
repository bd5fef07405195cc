package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.roster.InterestedOnlyFilter;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.RosterGet;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.PropertySource;
import io.github.sessionstate.settings.Setting;

class InterestedOnlyFilterTest {
    private final LocalClientSession host = mock(LocalClientSession.class);
    private final OpenfireSession session = new OpenfireSession(null, null, host, null);
    private final Properties properties = new Properties();
    private final InterestedOnlyFilter filter = new InterestedOnlyFilter(new LiveSettings(properties));

    private static final class Properties implements PropertySource {
        private String value;
        private Consumer<String> follower;

        @Override
        public String get(String name) {
            return name.equals(Setting.ROSTER_PUSH_INTERESTED_ONLY.name()) ? value : null;
        }

        @Override
        public void set(String name, String text) {
            throw new UnsupportedOperationException("nothing is set here");
        }

        @Override
        public void delete(String name) {
            throw new UnsupportedOperationException("nothing is deleted here");
        }

        @Override
        public Runnable follow(Consumer<String> changed) {
            follower = changed;
            return () -> { };
        }

        void set(String changed) {
            value = changed;
            follower.accept(Setting.ROSTER_PUSH_INTERESTED_ONLY.name());
        }
    }

    @BeforeEach
    void bind() {
        SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
        registry.accepted(session, mock(SessionConnection.class));
        session.session().bound("john", "example.org", "desk", true);
    }

    private static IQ push(String from) {
        IQ push = new IQ(IQ.Type.set, "p");
        push.setFrom(from);
        push.setTo("john@example.org/desk");
        push.setChildElement("query", "jabber:iq:roster");
        return push;
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribed", "unsubscribe", "unsubscribed"})
    void answersToSubscriptionsAreNews(String type) {
        Presence presence = new Presence(Presence.Type.valueOf(type));
        presence.setFrom("jane@example.org");

        assertThat(InterestedOnlyFilter.concerns(presence)).isTrue();
        assertThat(filter.isKeptFrom(session, presence)).isTrue();
        session.session().askedForRoster();
        assertThat(filter.isKeptFrom(session, presence)).isFalse();
    }

    @Test
    void otherStanzasAreNone() {
        IQ get = push(null);
        get.setType(IQ.Type.get);
        IQ other = new IQ(IQ.Type.set, "p");
        IQ otherQuery = new IQ(IQ.Type.set, "p");
        otherQuery.setChildElement("query", "jabber:iq:private");
        IQ otherElement = new IQ(IQ.Type.set, "p");
        otherElement.setChildElement("item", "jabber:iq:roster");
        assertThat(List.of(new Message(), new Presence(), new Presence(Presence.Type.subscribe),
                new Presence(Presence.Type.unavailable), get, other, otherQuery, otherElement))
                .noneMatch(InterestedOnlyFilter::concerns);
    }

    @Test
    void pushesAreForInterestedSessions() {
        assertThat(InterestedOnlyFilter.concerns(push(null))).isTrue();
        assertThat(filter.isKeptFrom(session, push(null))).isTrue();
        assertThat(filter.isKeptFrom(session, push("john@example.org"))).isTrue();

        session.session().askedForRoster();
        assertThat(filter.isKeptFrom(session, push(null))).isFalse();
        assertThat(filter.isKeptFrom(session, push("john@example.org"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"john@example.org/phone", "jane@example.org", "jane@example.org/x", "gateway.example.org"})
    void whatOthersSendIsNoPush(String from) {
        assertThat(filter.isKeptFrom(session, push(from))).isFalse();
    }

    @Test
    void whileSwitchedOffNothingIsKept() {
        properties.set("false");
        assertThat(filter.isKeptFrom(session, push(null))).isFalse();
        properties.set(null);
        assertThat(filter.isKeptFrom(session, push(null))).isTrue();
    }

    @Test
    void aSessionWithoutResourceIsLeftToTheHost() {
        OpenfireSession unbound = new OpenfireSession(null, null, host, null);
        new SessionRegistry(user -> List.of(), Clock.systemUTC()).accepted(unbound, mock(SessionConnection.class));

        assertThat(filter.isKeptFrom(unbound, push(null))).isFalse();
    }

    @Test
    void aPushWaitsForTheAnswerToTheRequest() {
        RosterGet get = new RosterGet("r");
        session.setRosterGet(get);
        sendAsTheHostDoes();

        assertThat(session.isInterested()).isTrue();
        assertThat(filter.isKeptFrom(session, push(null))).isTrue();
        verify(host, never()).process(any());

        session.session().askedForRoster();
        InterestedOnlyFilter.release(session, get);
        session.setRosterGet(null);

        verify(host, times(1)).process(any());
        assertThat(filter.isKeptFrom(session, push(null))).isFalse();
    }

    @Test
    void presenceNeedNotWait() {
        session.setRosterGet(new RosterGet("r"));

        assertThat(filter.isKeptFrom(session, new Presence(Presence.Type.subscribed))).isFalse();
    }

    @Test
    void anAnswerThatNeverComesHoldsNothingUpForLong() {
        session.setRosterGet(new RosterGet("r"));
        sendAsTheHostDoes();

        for (int i = 0; i < 100; i++) {
            assertThat(filter.isKeptFrom(session, push(null))).isTrue();
        }
        verify(host, times(100)).process(any());

        assertThat(filter.isKeptFrom(session, push(null))).isFalse();
    }

    // The host asks its interceptors about each stanza, those that the plugin releases too.
    private void sendAsTheHostDoes() {
        doAnswer(call -> {
            assertThat(filter.isKeptFrom(session, call.getArgument(0, Packet.class))).isFalse();
            return null;
        }).when(host).process(any());
    }
}
