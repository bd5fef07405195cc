package io.github.sessionstate.it.api;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.probe.ProbeJar;

/** What the security audit log of a host with the probe holds of one deed, as the host itself tells it. */
public record AuditEntry(String username, String summary, String details) {
    /** The entries with this text in their details. */
    public static List<AuditEntry> with(String text, OpenfireHost host) throws IOException {
        String answer = host.adminLogin().get(
                ProbeJar.AUDIT_PATH + "?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8)).body();
        try {
            return DocumentHelper.parseText(answer).getRootElement().elements().stream()
                    .map(entry -> new AuditEntry(entry.elementText("username"), entry.elementText("summary"),
                            entry.elementText("details"))).toList();
        } catch (DocumentException e) {
            throw new IOException("The probe answered " + answer, e);
        }
    }
}
