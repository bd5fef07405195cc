package io.github.sessionstate.it.roster;

import static io.github.sessionstate.it.roster.RosterExpectations.described;
import static io.github.sessionstate.it.roster.RosterExpectations.expect;
import static io.github.sessionstate.it.roster.RosterExpectations.expectNothing;
import static io.github.sessionstate.it.roster.RosterExpectations.expectSame;
import static io.github.sessionstate.it.roster.RosterExpectations.withoutAddress;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.host.Stock;
import io.github.sessionstate.it.roster.Resources.Mix;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * Whom {@code InterestedRoutingTable} gives roster pushes and answers to subscriptions: three users with a resource for
 * each mix.
 */
@ExtendWith(SharedHost.class)
class RosterPushIT {
    private static final String INTERESTED_ONLY = "plugin.sessionstate.roster-push.interested-only";
    private static final AtomicInteger RUN = new AtomicInteger();

    private final List<AutoCloseable> open = new ArrayList<>();
    private OpenfireHost host;
    private Resources ann;
    private Resources ben;
    private Resources cyd;

    @BeforeEach
    void host(OpenfireHost shared) {
        host = shared;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    /** Three users of their own for each test, with empty rosters. */
    private void logInAll(OpenfireHost on, Mix... mixes) throws IOException {
        int run = RUN.incrementAndGet();
        ann = logIn(on, "ann" + run, mixes);
        ben = logIn(on, "ben" + run, mixes);
        cyd = logIn(on, "cyd" + run, mixes);
        for (Resources user : List.of(ann, ben, cyd)) {
            user.takeNews();
        }
    }

    private Resources logIn(OpenfireHost on, String user, Mix... mixes) throws IOException {
        on.addUser(user, HostOptions.PASSWORD);
        Resources resources = Resources.login(on, user, mixes);
        open.add(resources);
        return resources;
    }

    @ParameterizedTest
    @EnumSource(Mix.class)
    void aRosterSetIsPushedToTheInterestedWhoeverSendsIt(Mix requester) throws Exception {
        logInAll(host);
        RawClient client = ann.client(requester);

        expectResult(client.iq("set", null, item("x@example.net", "name='X'", "<group>G</group>")));
        expect(ann, List.of("push x@example.net none [G]"), List.of());

        expectResult(client.iq("set", null, item("x@example.net", "subscription='remove'", "")));
        expect(ann, List.of("push x@example.net remove"), List.of());

        // An update: hosts push none of an item without a subscription.
        subscribe(ann, Mix.BOTH, ben, "subscribe");
        ann.takeNews();
        ben.takeNews();
        expectResult(client.iq("set", null, item(ben.bareJid(), "name='B'", "<group>H</group>")));
        expect(ann, List.of("push " + ben.bareJid() + " none subscribe [H]"), List.of());

        expectNothing(ben, cyd);
    }

    @Test
    void whereNobodyIsAvailableTheInterestedGetIt() throws Exception {
        logInAll(host, Mix.INTERESTED, Mix.NEITHER);

        expectResult(ann.client(Mix.NEITHER).iq("set", null, item("x@example.net", "", "")));
        expect(ann, List.of("push x@example.net none"), List.of());

        subscribe(ann, Mix.INTERESTED, ben, "subscribe");
        expect(ann, List.of("push " + ben.bareJid() + " none subscribe"), List.of());
        expectNothing(ben);

        subscribe(ben, Mix.NEITHER, ann, "subscribed");
        expect(ann, List.of("subscribed " + ben.bareJid(), "push " + ben.bareJid() + " to"), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " from"), List.of());
        expectNothing(cyd);
    }

    @Test
    void answersToSubscriptionsReachTheInterestedAndRequestsTheAvailable() throws Exception {
        logInAll(host);

        subscribe(ann, Mix.NEITHER, ben, "subscribe");
        expect(ann, List.of("push " + ben.bareJid() + " none subscribe"), List.of());
        expect(ben, List.of(), List.of("subscribe " + ann.bareJid()));

        subscribe(ben, Mix.AVAILABLE, ann, "subscribed");
        expect(ann, List.of("push " + ben.bareJid() + " to", "subscribed " + ben.bareJid()), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " from"), List.of());

        subscribe(ann, Mix.BOTH, ben, "unsubscribe");
        expect(ann, List.of("push " + ben.bareJid() + " none unsubscribe"), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " none", "unsubscribe " + ann.bareJid()), List.of());

        subscribe(ann, Mix.INTERESTED, ben, "subscribe");
        expect(ann, List.of("push " + ben.bareJid() + " none subscribe"), List.of());
        expect(ben, List.of(), List.of("subscribe " + ann.bareJid()));

        subscribe(ben, Mix.NEITHER, ann, "unsubscribed");
        Map<Mix, List<Element>> news = ann.takeNews();
        for (Mix mix : Mix.values()) {
            assertThat(described(news.get(mix))).as(mix.name()).filteredOn(n -> n.startsWith("unsubscribed "))
                    .hasSize(mix.interested ? 1 : 0);
        }
        expectNothing(cyd);
    }

    @Test
    void aContactThatIsRemovedFromTheRosterSaysSoToTheInterested() throws Exception {
        logInAll(host);
        subscribe(ann, Mix.BOTH, ben, "subscribe");
        subscribe(ben, Mix.BOTH, ann, "subscribed");
        subscribe(ben, Mix.BOTH, ann, "subscribe");
        subscribe(ann, Mix.BOTH, ben, "subscribed");
        ann.takeNews();
        ben.takeNews();

        expectResult(ann.client(Mix.AVAILABLE).iq("set", null, item(ben.bareJid(), "subscription='remove'", "")));

        Map<Mix, List<Element>> news = ben.takeNews();
        assertThat(described(news.get(Mix.INTERESTED)))
                .contains("unsubscribe " + ann.bareJid(), "unsubscribed " + ann.bareJid());
        expectSame(ben, news);
        news = ann.takeNews();
        assertThat(described(news.get(Mix.INTERESTED))).contains("push " + ben.bareJid() + " remove");
        expectSame(ann, news);
        expectNothing(cyd);
    }

    @Test
    void sharedGroupsArePushedToTheInterested() throws Exception {
        logInAll(host);
        String group = "group-" + ann.user();
        host.directory().createSharedGroup(group, "Before");
        host.directory().addToGroup(group, ann.bareJid());
        expectNothing(ann, ben, cyd);

        host.directory().addToGroup(group, ben.bareJid());
        expect(ann, List.of("push " + ben.bareJid() + " both [Before]"), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " both [Before]"), List.of());

        host.directory().renameSharedGroup(group, "After");
        expect(ann, List.of("push " + ben.bareJid() + " both [After]"), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " both [After]"), List.of());
        expectNothing(cyd);

        host.directory().removeFromGroup(group, ben.bareJid());
        for (Resources user : List.of(ann, ben)) {
            Map<Mix, List<Element>> news = user.takeNews();
            Resources other = user == ann ? ben : ann;
            assertThat(described(news.get(Mix.INTERESTED))).contains("push " + other.bareJid() + " remove");
            expectSame(user, news);
        }
        expectNothing(cyd);
    }

    @Test
    void sharedGroupsArePushedWhereNobodyIsAvailable() throws Exception {
        logInAll(host, Mix.INTERESTED, Mix.NEITHER);
        String group = "group-" + ann.user();
        host.directory().createSharedGroup(group, "Before");
        host.directory().addToGroup(group, ann.bareJid());
        host.directory().addToGroup(group, ben.bareJid());
        expect(ann, List.of("push " + ben.bareJid() + " both [Before]"), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " both [Before]"), List.of());

        host.directory().renameSharedGroup(group, "After");
        expect(ann, List.of("push " + ben.bareJid() + " both [After]"), List.of());
        expect(ben, List.of("push " + ann.bareJid() + " both [After]"), List.of());
        expectNothing(cyd);
    }

    @Test
    void itemsOfTheServerArePushedOnlyIfItSaysSo() throws Exception {
        logInAll(host);

        host.directory().addRosterItem(ann.user(), "pushed@example.net", true);
        expect(ann, List.of("push pushed@example.net none"), List.of());

        host.directory().addRosterItem(ann.user(), "silent@example.net", false);
        expectNothing(ann, ben, cyd);
    }

    @Test
    void switchedOffTheHostPushesInItsOwnWay(@Stock OpenfireHost stock) throws Exception {
        Map<Mix, List<String>> own = whoGetsWhat(stock);
        assertThat(whoGetsWhat(host)).isNotEqualTo(own);
        host.setProperty(INTERESTED_ONLY, "false");
        try {
            assertThat(whoGetsWhat(host)).isEqualTo(own);
        } finally {
            host.setProperty(INTERESTED_ONLY, null);
        }
        assertThat(whoGetsWhat(host)).isNotEqualTo(own);
    }

    /** What a roster set and an accepted subscription bring to each of a user's resources, without the users' numbers. */
    private Map<Mix, List<String>> whoGetsWhat(OpenfireHost on) throws IOException {
        logInAll(on);
        expectResult(ann.client(Mix.NEITHER).iq("set", null, item("x@example.net", "", "")));
        subscribe(ann, Mix.NEITHER, ben, "subscribe");
        subscribe(ben, Mix.NEITHER, ann, "subscribed");
        Map<Mix, List<String>> all = new EnumMap<>(Mix.class);
        ann.takeNews().forEach((mix, news) -> all.put(mix,
                described(news).stream().map(text -> text.replaceAll("\\d+@", "@")).sorted().toList()));
        return all;
    }

    /** A change of a privacy list: the host asks for the same routes as for a roster push. */
    @Test
    void whatElseTheHostBroadcastsGoesItsOwnWay(@Stock OpenfireHost stock) throws Exception {
        assertThat(whoIsToldOfPrivacyLists(host)).isEqualTo(whoIsToldOfPrivacyLists(stock));
    }

    private Map<Mix, Long> whoIsToldOfPrivacyLists(OpenfireHost on) throws IOException {
        logInAll(on);
        expectResult(ann.client(Mix.BOTH).iq("set", null, "<query xmlns='jabber:iq:privacy'><list name='all'>"
                + "<item action='allow' order='1'/></list></query>"));
        Map<Mix, Long> told = new EnumMap<>(Mix.class);
        for (Mix mix : Mix.values()) {
            RawClient client = ann.client(mix);
            client.sync();
            told.put(mix, client.takeUnread().stream().filter(stanza -> stanza.asXML().contains("jabber:iq:privacy"))
                    .count());
        }
        assertThat(told.get(Mix.BOTH)).isOne();
        return told;
    }

    @Test
    void aPushDoesNotOvertakeTheAnswerThatLacksIt() throws Exception {
        logInAll(host, Mix.BOTH, Mix.NEITHER);
        subscribe(ann, Mix.BOTH, ben, "subscribe");
        RawClient asking = ann.client(Mix.NEITHER);
        host.directory().changeBeforeAnswer(ann.user(), ben.bareJid(), "Late");

        asking.send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
        asking.sync();

        List<Element> unread = asking.takeUnread();
        assertThat(unread).as("%s", unread).hasSize(2);
        assertThat(unread.get(0).attributeValue("id")).isEqualTo("roster");
        assertThat(name(unread.get(0))).isNotEqualTo("Late");
        assertThat(Resources.isPush(unread.get(1))).isTrue();
        assertThat(unread.get(1).attributeValue("to")).isEqualTo(asking.boundJid());
        assertThat(name(unread.get(1))).isEqualTo("Late");

        expectResult(ann.client(Mix.BOTH).iq("set", null, item(ben.bareJid(), "name='Later'", "")));
        asking.sync();
        assertThat(asking.takeUnread()).singleElement().satisfies(push -> assertThat(name(push)).isEqualTo("Later"));
    }

    private static String name(Element rosterStanza) {
        return rosterStanza.element("query").element("item").attributeValue("name");
    }

    @Test
    void aDetachedResourceGetsItWhenItResumes() throws Exception {
        logInAll(host, Mix.INTERESTED, Mix.NEITHER);
        String interested = leaveDetached("detached", true);
        String other = leaveDetached("other", false);

        expectResult(ann.client(Mix.NEITHER).iq("set", null, item("x@example.net", "", "")));
        List<Element> pushes = ann.takeNews().get(Mix.INTERESTED);

        try (RawClient back = resume(interested); RawClient otherBack = resume(other)) {
            assertThat(back.takeUnread()).filteredOn(Resources::isPush).singleElement().satisfies(push -> {
                assertThat(push.attributeValue("to")).isEqualTo(ann.bareJid() + "/detached");
                assertThat(withoutAddress(ann, List.of(push))).isEqualTo(withoutAddress(ann, pushes));
            });
            assertThat(otherBack.takeUnread()).noneMatch(Resources::isPush);

            // As interested as before.
            expectResult(otherBack.iq("set", null, item("y@example.net", "", "")));
            back.sync();
            assertThat(back.takeUnread()).filteredOn(Resources::isPush).hasSize(1);
            assertThat(otherBack.takeUnread()).noneMatch(Resources::isPush);

            // Else they are detached once more, and stay for the tests to come.
            back.closeStream();
            otherBack.closeStream();
        }
        Await.until("gone", Duration.ofSeconds(5), () -> host.probe().stream().noneMatch(line ->
                line.endsWith("/detached") || line.endsWith("/other")));
    }

    /** @return by what the session is resumed */
    private String leaveDetached(String resource, boolean interested) throws IOException {
        String resumption;
        try (RawClient client = host.connect()) {
            client.login(ann.user(), HostOptions.PASSWORD, resource);
            if (interested) {
                client.rosterGet();
            }
            resumption = client.enableStreamManagement();
            host.loseConnection(client);
        }
        SessionTable table = new SessionTable(host);
        String fullJid = ann.bareJid() + "/" + resource;
        Await.until("detached", Duration.ofSeconds(5), () -> table.byFullJid(fullJid).stream()
                .anyMatch(session -> SessionTable.is(session, "detached")));
        return resumption;
    }

    private RawClient resume(String resumption) throws IOException {
        RawClient client = host.connect();
        client.authenticate(ann.user(), HostOptions.PASSWORD);
        assertThat(client.resume(resumption).getName()).isEqualTo("resumed");
        client.sync();
        return client;
    }

    @Test
    void sessionsFromBeforeThePluginCountAsInterestedUntilItLeaves() throws Exception {
        try (OpenfireHost other = OpenfireHost.start(HostOptions.stock())) {
            try (Resources john = Resources.login(other, "john", Mix.NEITHER)) {
                boolean before = isPushed(john, "before@example.net");
                other.installPlugin();
                assertThat(isPushed(john, "with@example.net")).isTrue();
                other.removePlugin();
                assertThat(isPushed(john, "after@example.net")).isEqualTo(before);
            }
            other.assertNoUnexpectedWarnings();
        }
    }

    private static boolean isPushed(Resources user, String contact) throws IOException {
        expectResult(user.client(Mix.NEITHER).iq("set", null, item(contact, "", "")));
        return described(user.takeNews().get(Mix.NEITHER)).contains("push " + contact + " none");
    }

    // ------------------------------------------------------------------ steps

    private static String item(String jid, String attributes, String content) {
        return "<query xmlns='jabber:iq:roster'><item jid='" + jid + "' " + attributes + ">" + content
                + "</item></query>";
    }

    private static void expectResult(Element answer) {
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("result");
    }

    private static void subscribe(Resources from, Mix mix, Resources to, String type) throws IOException {
        from.client(mix).send("<presence type='" + type + "' to='" + to.bareJid() + "'/>");
        // Once this is answered, the server is through with it.
        from.client(mix).sync();
    }
}
