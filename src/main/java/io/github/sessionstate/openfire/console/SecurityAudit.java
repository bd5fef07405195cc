package io.github.sessionstate.openfire.console;

import org.jivesoftware.openfire.security.SecurityAuditManager;

import io.github.sessionstate.text.Log;
import io.github.sessionstate.web.AuditLog;

/** Writes to the host's security audit log. */
public final class SecurityAudit implements AuditLog {
    private static final Log LOG = Log.of(SecurityAudit.class);

    @Override
    public void record(String administrator, String summary, String details) {
        try {
            SecurityAuditManager.getInstance().logEvent(administrator, summary, details);
        } catch (RuntimeException e) {
            LOG.warn("Could not write to the security audit log: {} by {}", summary, administrator, e);
        }
    }
}
