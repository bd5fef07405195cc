package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which presence stanzas change a session, and how: facts 8 to 12 of the conformance notes. */
class PresenceUpdateTest {
    private static final String JOHN = "john@example.org";

    @Test
    void presenceWithoutToAndTypeIsKeptAsTheClientSentIt() {
        String xml = "<presence xmlns=\"jabber:client\" id=\"p1\"><show>away</show><priority>5</priority>"
                + "<x xmlns=\"urn:example:mood\">fine</x></presence>";

        PresenceUpdate update = PresenceUpdate.of(Presences.parse(xml), JOHN);

        assertThat(update).isEqualTo(new PresenceUpdate(xml, xml.length(), 5, 5, "away", null, null));
    }

    @Test
    void aLongStanzaIsReducedToWhatMatters() {
        String caps = "<c xmlns=\"http://jabber.org/protocol/caps\" node=\"https://client.example/" + "n".repeat(300)
                + "\" ver=\"v\" hash=\"sha-1\"/>";
        String xml = "<presence xmlns=\"jabber:client\" from=\"john@example.org/desk\" id=\"" + "i".repeat(5_000)
                + "\"><x xmlns=\"y\"><show>chat</show></x><status>" + "\ud83d\ude00".repeat(600) + "</status><show>xa</show>"
                + "<priority>200</priority><status xml:lang=\"de\">zwei</status>" + caps + "</presence>";

        PresenceUpdate update = PresenceUpdate.of(Presences.parse(xml), JOHN);

        assertThat(update.length()).isEqualTo(Presences.parse(xml).asXML().length());
        assertThat(update.priority()).isEqualTo(127);
        assertThat(update.presence()).isEmpty();
        assertThat(update.show()).isEqualTo("xa");
        assertThat(update.status()).isEqualTo("\ud83d\ude00".repeat(128));
        assertThat(update.capsNode()).startsWith("https://client.example/nnn").hasSize(256);
    }

    @Test
    void aStanzaOfExactlyTheLengthIsKeptWhole() {
        String start = "<presence><status>";
        String end = "</status></presence>";
        String whole = start + "s".repeat(PresenceUpdate.MAX_KEPT - start.length() - end.length()) + end;

        assertThat(PresenceUpdate.of(Presences.parse(whole), JOHN)).extracting(PresenceUpdate::presence)
                .isEqualTo(whole);
        assertThat(PresenceUpdate.of(Presences.parse(whole.replace("</status>", "s</status>")), JOHN).presence())
                .isEmpty();
    }

    @Test
    void unavailableClearsPresenceAndIgnoresItsPriority() {
        PresenceUpdate update = read("<presence type='unavailable'><priority>9</priority></presence>");

        assertThat(update).isEqualTo(PresenceUpdate.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error", "available",
            "invisible", "Unavailable", ""})
    void otherTypesChangeNothingWhomeverTheyAreFor(String type) {
        assertThat(read("<presence type='" + type + "'/>")).isNull();
        assertThat(read("<presence type='" + type + "' to='" + JOHN + "'/>")).isNull();
        assertThat(read("<presence type='" + type + "' to='jane@example.org'/>")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jane@example.org", "jane@example.org/desk", "john@example.org/desk", "example.org",
            "room@conference.example.org/nick", "john@example.com", ""})
    void directedPresenceChangesNothing(String to) {
        assertThat(read("<presence to='" + to + "'><priority>5</priority></presence>")).isNull();
        assertThat(read("<presence to='" + to + "' type='unavailable'/>")).isNull();
    }

    @Test
    void presenceToOnesOwnBareJidIsBroadcastPresence() {
        assertThat(read("<presence to='john@example.org'><priority>5</priority></presence>"))
                .extracting(PresenceUpdate::priority).isEqualTo(5);
        assertThat(read("<presence to='john@example.org' type='unavailable'/>"))
                .isEqualTo(PresenceUpdate.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, value = {"0,0", "5,5", "+5,5", "-5,-5", "007,7", "-0,0",
            "127,127", "128,127", "-128,-128", "-129,-128", "99999999999999999999,127", "-99999999999999999999,-128",
            "000000000000000000000001,1"})
    void anOptionalSignAndDigitsAreANumberClampedToTheRange(String text, int priority) {
        assertThat(PresenceUpdate.parsePriority(text)).isEqualTo(priority);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " 5 ", "5 ", "\n5", "5.5", "5,5", "0x10", "1e1", "five", "+", "-", "--5", "+-5", "5-",
            "\u0665", "\uFF15"})
    void anyOtherTextIsNoPriority(String text) {
        assertThat(PresenceUpdate.parsePriority(text)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"128,127,128", "300,127,300", "-300,-128,-300", "\u0665,0,5", "+5,5,5", "five,0,0"})
    void theServerMakesItsOwnPriorityOfTheSameText(String text, int priority, int routed) {
        assertThat(read("<presence><priority>" + text + "</priority></presence>"))
                .extracting(PresenceUpdate::priority, PresenceUpdate::routedPriority)
                .containsExactly(priority, routed);
    }

    @Test
    void noPriorityElementMeansZero() {
        assertThat(read("<presence/>").priority()).isZero();
    }

    @Test
    void theTextOfAClampedPriorityStaysInThePresence() {
        PresenceUpdate update = read("<presence><priority>500</priority></presence>");

        assertThat(update.priority()).isEqualTo(127);
        assertThat(update.presence()).contains("<priority>500</priority>");
    }

    @Test
    void ofTwoPrioritiesTheFirstCountsEvenIfItIsNoNumber() {
        assertThat(read("<presence><priority>3</priority><priority>4</priority></presence>").priority()).isEqualTo(3);
        assertThat(read("<presence><priority>x</priority><priority>4</priority></presence>").priority()).isZero();
    }

    @Test
    void aPriorityOfAForeignNamespaceIsNone() {
        assertThat(read("<presence xmlns='jabber:client'><priority xmlns='urn:other'>9</priority></presence>").priority())
                .isZero();
        assertThat(read("<presence xmlns='jabber:client'><priority xmlns='urn:other'>9</priority>"
                + "<priority>4</priority></presence>").priority()).isEqualTo(4);
    }

    @Test
    void aPriorityDeeperInsideIsNone() {
        assertThat(read("<presence><x><priority>9</priority></x></presence>").priority()).isZero();
    }

    @Test
    void anUpdateThatWouldGiveAPriorityToNobodyOrOneOutOfRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceUpdate(null, 0, 5, 5, "", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceUpdate("<presence/>", 11, 128, 128, "", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new PresenceUpdate("<presence/>", 11, -129, -129, "", null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<presence/> | available",
        "<presence><show>dnd</show></presence> | dnd",
        "<presence><show> xa </show><show>away</show></presence> | xa",
        "<presence><c xmlns='x'><show>dnd</show></c></presence> | available",
        "<presence><show xmlns='x'>dnd</show><show>away</show></presence> | away",
        "<presence><show/></presence> | available",
        "<presence><show>&lt;b> &amp;lt;</show></presence> | <b> &lt;",
        "<presence type='unavailable'><show>away</show></presence> | unavailable",
    })
    void showIsTheStanzasOwn(String presence, String show) {
        assertThat(read(presence).show()).isEqualTo(show);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<presence/> |",
        "<presence><show>dnd</show><status> at work </status><status>two</status></presence> | at work",
        "<presence><status xml:lang='de'>da &amp;#169; &#169;&#xe9;</status></presence> | da &#169; \u00a9\u00e9",
        "<presence><status xmlns='y'>other</status><status>own</status></presence> | own",
        "<presence><statusline>no</statusline></presence> |",
        "<presence><x xmlns='y'><status>no</status></x></presence> |",
    })
    void statusIsTheFirstOfTheStanzasOwn(String presence, String status) {
        assertThat(read(presence).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "<c CAPS node='https://gajim.org' ver='x'/> | https://gajim.org",
        "<c node=\"a&amp;b\" CAPS hash='sha-1'/> | a&b",
        "<x:c xmlns:x='http://jabber.org/protocol/caps' node='n'/> | n",
        "<status>http://jabber.org/protocol/caps</status> |",
        "<c CAPS node=''/> |",
        "<c CAPS/> |",
        "<c node='elsewhere'/> |"})
    void readsTheNodeOfCapabilities(String element, String node) {
        String caps = element.replace("CAPS", "xmlns='http://jabber.org/protocol/caps'");

        assertThat(read("<presence>" + caps + "</presence>").capsNode()).isEqualTo(node);
    }

    /** Of what many sessions have there is one text. */
    @Test
    void whatManyHaveIsShared() {
        String presence = "<presence><show>away</show><c xmlns='http://jabber.org/protocol/caps' node='n'/></presence>";

        assertThat(read(presence).capsNode()).isSameAs(read(presence).capsNode());
        assertThat(read(presence).show()).isSameAs(read(presence).show());
    }

    private static PresenceUpdate read(String xml) {
        return PresenceUpdate.of(Presences.parse(xml), JOHN);
    }
}
