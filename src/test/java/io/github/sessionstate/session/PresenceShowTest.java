package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceShowTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<presence/> |",
        "<presence><show>dnd</show></presence> | dnd",
        "<presence a=\"&lt;show>x&lt;/show>\"><status>s</status><show> xa </show></presence> | xa",
        "<presence><c xmlns='x'><show>dnd</show></c></presence> |",
        "<presence><c xmlns='x'/><show>away</show></presence> | away",
        "<presence><c x='/>'/><show>away</show></presence> | away",
        "<presence><status><![CDATA[</presence><show>x</show>]]></status><show>chat</show></presence> | chat",
        "<presence><!-- <show>x</show> --><show>chat</show></presence> | chat",
        "<presence><show/></presence> |",
        "<presence><show>&lt;b a=&quot;&apos;1&apos;&quot;&gt; &amp;lt;</show></presence> | <b a=\"'1'\"> &lt;",
    })
    void showIsTheStanzasOwn(String presence, String show) {
        assertThat(PresenceShow.of(presence)).isEqualTo(show == null ? "" : show);
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
        assertThat(PresenceShow.status(presence)).isEqualTo(status);
    }
}
