package io.github.sessionstate.openfire.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;

class SaslNameTest {
    private static String auth(String mechanism, String message) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>"
                + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)) + "</auth>";
    }

    @Test
    void plainHasTheNameBetweenTheOthers() {
        assertThat(SaslName.in(auth("PLAIN", "\0john\0secret"))).isEqualTo("john");
        assertThat(SaslName.in(auth("PLAIN", "jane@example.org\0j\u00f6hn\0secret"))).isEqualTo("j\u00f6hn");
    }

    @Test
    void whatIsNoPlainMessageTellsNothingOfThePassword() {
        assertThat(SaslName.in(auth("PLAIN", "john secret"))).isNull();
        assertThat(SaslName.in(auth("PLAIN", "john\0secret"))).isNull();
        assertThat(SaslName.in(auth("PLAIN", "\0john\0secret\0more"))).isNull();
        assertThat(SaslName.in(auth("PLAIN", "\0\0secret"))).isNull();
    }

    @Test
    void scramHasItInItsFirstMessage() {
        assertThat(SaslName.in(auth("SCRAM-SHA-1", "n,,n=john,r=fyko"))).isEqualTo("john");
        assertThat(SaslName.in(auth("SCRAM-SHA-256-PLUS", "p=tls-exporter,,n=a=2Cb=3Dc,r=fyko"))).isEqualTo("a,b=c");
        assertThat(SaslName.in(auth("SCRAM-SHA-1", "n,,r=fyko"))).isNull();
    }

    @Test
    void sasl2HasTheMessageWithin() {
        String message = Base64.getEncoder().encodeToString("\0john\0secret".getBytes(StandardCharsets.UTF_8));
        String tag = "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'>";
        assertThat(SaslName.in(tag + "<user-agent id='1'><software>S</software></user-agent><initial-response>"
                + message + "</initial-response></authenticate>")).isEqualTo("john");
        assertThat(SaslName.in(tag + "<user-agent>" + message + "</user-agent></authenticate>")).isNull();
        assertThat(SaslName.in(tag + "<initial-response/></authenticate>")).isNull();
        assertThat(SaslName.in("<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'/>")).isNull();
    }

    @Test
    void othersDoNotTell() {
        assertThat(SaslName.in(auth("EXTERNAL", "john"))).isNull();
        assertThat(SaslName.in("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'/>")).isNull();
        assertThat(SaslName.in("<auth mechanism='PLAIN'></auth>")).isNull();
        assertThat(SaslName.in("<auth mechanism='PLAIN'>=====</auth>")).isNull();
        assertThat(SaslName.in("<auth")).isNull();
    }

    @Test
    void theNameIsBounded() {
        assertThat(SaslName.in(auth("PLAIN", "\0" + "x".repeat(1000) + "\0secret"))).hasSize(255)
                .startsWith("xxx").endsWith("x\u2026");
        String pairs = "=" + "\uD83D\uDE00".repeat(300);
        assertThat(SaslName.in(auth("PLAIN", "\0" + pairs + "\0secret"))).isEqualTo(pairs.substring(0, 253) + '\u2026');
        assertThat(SaslName.in(auth("PLAIN", "\0" + "x".repeat(10_000) + "\0secret"))).isNull();
    }
}
