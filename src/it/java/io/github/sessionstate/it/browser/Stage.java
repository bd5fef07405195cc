package io.github.sessionstate.it.browser;

import io.github.sessionstate.it.browser.SessionsView.Row;

/** What the cells of a session in some stage say; only those that do not depend on time and connection. */
public record Stage(String user, String resource, String state, String type, String notopen, String connected,
                    String available, String interested, String priority, String presence) {
    /** The columns that tell it. */
    public static final String[] COLUMNS = {"username", "resource", "state", "type", "notopen", "connected", "available",
        "interested", "priority", "show", "conn", "since", "stanzas_in"};

    /** What a row shows. */
    public static Stage of(Row row) {
        return new Stage(row.cell("username"), row.cell("resource"), row.cell("state").strip(), row.cell("type"),
                row.cell("notopen"), row.cell("connected"), row.cell("available"), row.cell("interested"),
                row.cell("priority"), row.cell("show"));
    }
}
