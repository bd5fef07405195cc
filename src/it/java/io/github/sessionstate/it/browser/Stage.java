package io.github.sessionstate.it.browser;

import io.github.sessionstate.it.browser.SessionsView.Row;

/** What the cells of a session in some stage say; only those that do not depend on time and connection. */
public record Stage(String jid, String type, String notopen, String connected, String available, String interested,
                    String priority, String presence) {
    /** What a row shows. */
    public static Stage of(Row row) {
        return new Stage(row.cell("full_jid"), row.cell("type"), row.cell("notopen"), row.cell("connected"),
                row.cell("available"), row.cell("interested"), row.cell("priority"), row.cell("presence"));
    }
}
