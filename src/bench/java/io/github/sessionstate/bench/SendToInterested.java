package io.github.sessionstate.bench;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.HostFacts;
import io.github.sessionstate.session.HostSession;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.StreamText;
import io.github.sessionstate.session.XmppSession;

/** A roster push to the four interested resources of a user, among many sessions of others; must not depend on them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SendToInterested {
    /** Sessions of other users. */
    @Param({"1000", "10000", "50000"})
    public int others;

    private SessionRegistry registry;
    private IQ push;
    private Blackhole blackhole;

    /** Fills the registry. */
    @Setup
    public void fill(Blackhole sink) {
        blackhole = sink;
        registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
        for (int i = 0; i < others; i++) {
            bind("user" + i / 4, "resource" + i % 4);
        }
        for (int i = 0; i < 4; i++) {
            bind("john", "resource" + i);
        }
        push = new IQ(IQ.Type.set, "push");
        push.setChildElement("query", "jabber:iq:roster").addElement("item").addAttribute("jid", "jane@example.org");
    }

    private void bind(String user, String resource) {
        XmppSession session = registry.accepted(new Host(), new Connection());
        session.opened("example.org");
        session.authenticated(user);
        session.bound(user, "example.org", resource, true);
        session.updated(new PresenceUpdate("<presence/>", 0));
        session.askedForRoster();
    }

    /** One push. */
    @Benchmark
    public int push() {
        return registry.sendToInterestedResources("john@example.org", push);
    }

    /** Takes what it gets. */
    private final class Host implements HostSession {
        @Override
        public long stanzasReceived() {
            return 0;
        }

        @Override
        public long stanzasSent() {
            return 0;
        }

        @Override
        public ClientSoftware software() {
            return null;
        }

        @Override
        public HostFacts facts() {
            return HostFacts.NONE;
        }

        @Override
        public void send(StreamText text) {
            blackhole.consume(text);
        }

        @Override
        public void send(Packet stanza) {
            blackhole.consume(stanza);
        }

        @Override
        public CompletionStage<CloseResult> close(CloseReason reason) {
            return CompletableFuture.completedFuture(CloseResult.closed());
        }
    }

    private static final class Connection implements SessionConnection {
        @Override
        public String transport() {
            return "tcp";
        }

        @Override
        public String ip() {
            return "192.0.2.1";
        }

        @Override
        public int port() {
            return 5222;
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
}
