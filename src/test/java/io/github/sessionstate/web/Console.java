package io.github.sessionstate.web;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import javax.servlet.http.HttpServletRequest;

import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.history.History;
import io.github.sessionstate.history.HistoryStatus;
import io.github.sessionstate.history.NewDeviceCounts;
import io.github.sessionstate.metrics.Metrics;
import io.github.sessionstate.metrics.StanzaTimes;
import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.RosterContact;
import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.SendRefusedException;
import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.ServerSession;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.StreamText;
import io.github.sessionstate.session.StubContact;
import io.github.sessionstate.session.XmppSession;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.MemoryProperties;
import io.github.sessionstate.token.Grants;

/** An admin console with a registry, an administrator who is logged in, and a host whose sessions do as they are told. */
final class Console implements AdminLogin, AuditLog, HookReport, Accounts, AutoCloseable {
    record Entry(String administrator, String summary, String details) {
    }

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

    final SessionRegistry registry = new SessionRegistry(this::contacts, Clock.fixed(NOW, ZoneOffset.UTC));
    final SessionRecords records = SessionRecords.of(registry);
    final BindArbiter arbiter = new BindArbiter(Clock.fixed(NOW, ZoneOffset.UTC));
    final List<Entry> entries = new ArrayList<>();
    final Map<String, List<String>> rosters = new HashMap<>();
    final Map<String, String> texts = new HashMap<>();
    final Set<String> users = new HashSet<>();
    final Set<String> groups = new HashSet<>();
    final Set<String> administrators = new HashSet<>(Set.of("admin"));
    final Grants grants = mock(Grants.class);
    final History history = mock(History.class);
    final Metrics metrics = new Metrics(registry, records, arbiter, this, history::status, new StanzaTimes(),
            Clock.fixed(NOW, ZoneOffset.UTC));
    final MemoryProperties properties = new MemoryProperties();
    final RunningServices console;
    String administrator = "admin";
    boolean addressAllowed = true;
    int rosterReads;
    boolean rostersBroken;
    List<HookStatus> hooks = List.of();

    Console() {
        this(PageFiles.NONE);
    }

    Console(PageFiles files) {
        when(history.sessions(any())).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(history.logins(any())).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(history.closed(any(), any(), anyInt())).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(history.counts(any())).thenReturn(CompletableFuture.completedFuture(List.of()));
        when(history.newDevices()).thenReturn(new NewDeviceCounts(3, 1));
        when(history.status()).thenReturn(new HistoryStatus(2, 300, 40, 1, Duration.ofSeconds(5),
                "No <connection>", NOW));
        console = new RunningServices(registry, records, this, this, this, arbiter, metrics,
                new LiveSettings(properties), this, grants, history, request -> texts, files);
        console.open();
    }

    @Override
    public void close() {
        console.close();
    }

    @Override
    public String administrator(HttpServletRequest request) {
        return administrator;
    }

    @Override
    public boolean hasUser(String name) {
        return users.contains(name);
    }

    @Override
    public boolean hasGroup(String name) {
        return groups.contains(name);
    }

    @Override
    public boolean isAdministrator(String username) {
        return administrators.contains(username);
    }

    @Override
    public boolean isAddressAllowed(HttpServletRequest request) {
        return addressAllowed;
    }

    @Override
    public void record(String who, String summary, String details) {
        entries.add(new Entry(who, summary, details));
    }

    @Override
    public List<HookStatus> hooks() {
        return hooks;
    }

    @Override
    public List<CapabilityStatus> capabilities() {
        return List.of(new CapabilityStatus("a", true, null, null),
                new CapabilityStatus("b", false, "Less.", "org.example.<b>"));
    }

    @Override
    public Map<String, Long> repairs() {
        return Map.of("missed_end", 2L);
    }

    @Override
    public long bypassed() {
        return 0;
    }

    private List<RosterContact> contacts(String username) {
        rosterReads++;
        if (rostersBroken) {
            throw new RosterUnreadableException(new IllegalStateException("no rosters today"));
        }
        return rosters.getOrDefault(username, List.of()).stream().map(StubContact::of).toList();
    }

    XmppSession accepted() {
        return registry.accepted(new Host(), new Connection("192.0.2.1", 50000));
    }

    XmppSession authenticated(String username) {
        XmppSession session = accepted();
        session.opened("example.org");
        session.authenticated(username, true);
        return session;
    }

    XmppSession bound(String username, String resource) {
        XmppSession session = authenticated(username);
        session.opened("example.org");
        session.bound(username, "example.org", resource, true);
        return session;
    }

    XmppSession available(String username, String resource, String presence, int priority) {
        XmppSession session = bound(username, resource);
        session.updated(Presences.of(presence, priority));
        return session;
    }

    static Host host(XmppSession session) {
        return (Host) session.server();
    }

    /** The token that a command of this exchange's login needs. */
    Exchange authorize(Exchange exchange) {
        return exchange.type("application/json")
                .header("X-CSRF-Token", console.csrfTokens().token(exchange.request, administrator));
    }

    /** Does what a test set. */
    static final class Host implements ServerSession {
        CompletionStage<CloseResult> closing = CompletableFuture.completedFuture(CloseResult.closed());
        RuntimeException failure;
        SendRefusedException refusal;
        CloseReason reason;
        String sent;
        Function<IQ, CompletableFuture<IQ>> replies = question -> new CompletableFuture<>();
        ClientSoftware software;
        ServerFacts facts = ServerFacts.NONE;

        @Override
        public Number stanzasReceived() {
            return 3;
        }

        @Override
        public Number stanzasSent() {
            return 4;
        }

        @Override
        public ClientSoftware software() {
            return software;
        }

        @Override
        public ServerFacts facts() {
            return facts;
        }

        @Override
        public void send(StreamText text) throws SendRefusedException {
            if (failure != null) {
                throw failure;
            }
            if (refusal != null) {
                throw refusal;
            }
            sent = text.toString();
        }

        @Override
        public void send(Packet stanza) throws SendRefusedException {
            if (refusal != null) {
                throw refusal;
            }
            sent = stanza.toXML();
        }

        @Override
        public CompletionStage<IQ> ask(IQ request) throws SendRefusedException {
            send(request);
            return replies.apply(request);
        }

        @Override
        public CompletionStage<CloseResult> close(CloseReason why) {
            reason = why;
            if (failure != null) {
                throw failure;
            }
            return closing;
        }
    }

    record Connection(String ip, int port) implements SessionConnection {
        @Override
        public String transport() {
            return "tcp";
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
