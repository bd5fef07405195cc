package io.github.sessionstate.openfire.tcp.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.openfire.host.LeakFreeHostCall;
import io.github.sessionstate.openfire.host.NettyMembers;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.Transitions;

/** What the client sends behind a request for a resource, on a pipeline of Netty's. */
class NettyWatchTest {
    private static final String BIND = bind(1);
    private static final String BIND_2 = bind(2);

    private final List<Object> passed = new ArrayList<>();
    // The steps that follow the answers to the binds that were passed on.
    private final Queue<Runnable> answers = new ArrayDeque<>();
    private final NettyMembers members = mock(NettyMembers.class);
    private final EmbeddedChannel channel = channel();

    private static String bind(int id) {
        return "<iq type='set' id='" + id + "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
    }

    private EmbeddedChannel channel() {
        ChannelInboundHandlerAdapter hosts = new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                passed.add(message);
            }
        };
        LeakFreeHostCall read = mock(LeakFreeHostCall.class);
        LeakFreeHostCall inactive = mock(LeakFreeHostCall.class);
        doAnswer(call -> call.<ChannelHandlerContext>getArgument(0).fireChannelRead(call.getArgument(1)))
                .when(read).run(any(), any());
        when(members.read()).thenReturn(read);
        when(members.inactive()).thenReturn(inactive);
        when(members.unregistered()).thenReturn(inactive);
        doAnswer(call -> hosts.getClass()).when(members).handler();
        OpenfireSession session = mock(OpenfireSession.class, RETURNS_DEEP_STUBS);
        doAnswer(call -> answers.add(call.getArgument(0))).when(session).afterBind(any(), anyBoolean());
        Transitions tracker = mock(Transitions.class);
        when(tracker.accepted(any(), anyBoolean())).thenReturn(session);
        NettyWatch.Means means = new NettyWatch.Means(tracker, members, failure -> fail("in the plugin", failure),
                pipeline -> { });
        return new EmbeddedChannel(new NettyWatch(means, false), hosts);
    }

    private void send(String... messages) {
        for (String message : messages) {
            channel.pipeline().fireChannelRead(message);
        }
    }

    private void answer() {
        answers.remove().run();
    }

    private boolean isReading() {
        return channel.config().isAutoRead();
    }

    @Test
    void waitsForTheAnswerAndIsNotReadMeanwhile() {
        send(BIND, "a", "b");
        assertThat(passed).containsExactly(BIND);
        assertThat(isReading()).isFalse();

        answer();

        assertThat(passed).containsExactly(BIND, "a", "b");
        assertThat(isReading()).isTrue();
    }

    @Test
    void isPassedOnAtOnceBehindTheAnswer() {
        send(BIND);
        assertThat(isReading()).isTrue();
        answer();

        send("a");

        assertThat(passed).containsExactly(BIND, "a");
        assertThat(isReading()).isTrue();
    }

    @Test
    void aBindAmongItHoldsTheRest() {
        send(BIND, BIND_2, "a");

        answer();
        assertThat(passed).containsExactly(BIND, BIND_2);
        assertThat(isReading()).isFalse();

        answer();
        assertThat(passed).containsExactly(BIND, BIND_2, "a");
        assertThat(isReading()).isTrue();
    }

    @Test
    void isReadOnWhereABindIsTheLastOfIt() {
        send(BIND, BIND_2);
        answer();
        assertThat(isReading()).isTrue();

        send("a");
        assertThat(isReading()).isFalse();
        answer();

        assertThat(passed).containsExactly(BIND, BIND_2, "a");
        assertThat(isReading()).isTrue();
    }

    @Test
    void isReadOnIfTheLastOfItIsABindAndNothingFollows() {
        send(BIND, BIND_2);
        answer();
        answer();

        send("a");

        assertThat(passed).containsExactly(BIND, BIND_2, "a");
        assertThat(isReading()).isTrue();
    }

    @Test
    void theEndOfTheConnectionComesBehindIt() {
        send(BIND, "a");

        channel.close();

        assertThat(passed).containsExactly(BIND, "a");
    }
}
