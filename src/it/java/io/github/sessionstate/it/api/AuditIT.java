package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * What {@code SecurityAudit} writes: the host's own security audit log has what administrators did. Jane is one here,
 * beside admin, by her {@code ConsoleLogin}.
 */
class AuditIT extends SharedHostTest {
    private static final String EXEMPT = "plugin.sessionstate.limit.exempt-groups";
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    /** In no entry of another test. */
    private final String mark = UUID.randomUUID().toString();

    private AdminClient jane;

    @BeforeEach
    void logIn() throws IOException {
        host.setProperty(HostOptions.ADMINISTRATORS, "admin@example.org,jane@example.org");
        jane = host.adminLogin("jane", HostOptions.PASSWORD);
        jane.sendTokenOf(PluginPaths.STATUS);
    }

    @AfterEach
    void putBack() throws IOException {
        host.setProperty(HostOptions.ADMINISTRATORS, null);
        host.setProperty(EXEMPT, null);
    }

    private String id(RawClient client) throws IOException {
        return SessionTable.text(table.promptly("tracked", client, session -> session != null), "id");
    }

    private static String from(RawClient client) {
        return " from 127.0.0.1 port " + client.localPort();
    }

    private static JsonObject json(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add((String) namesAndValues[i], GSON.toJsonTree(namesAndValues[i + 1]));
        }
        return object;
    }

    @Test
    void whoClosedWhichSessionsAndWhy() throws Exception {
        try (RawClient john = host.connect(); RawClient juan = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "audited");
            juan.login("juan", HostOptions.PASSWORD, "a \"<b>\"");
            String[] ids = {id(john), id(juan), "nobody"};

            jane.postJson(PluginPaths.SESSIONS + "/close",
                    json("ids", ids, "condition", "policy-violation", "text", "because of\n" + mark));

            assertThat(john.awaitEnd().elementText("text")).contains(mark);
            assertThat(AuditEntry.with(mark, host)).containsExactly(
                    new AuditEntry("jane", "Session State: close sessions",
                            "condition: policy-violation, text: because of " + mark
                            + "\nclosed: " + ids[0] + " john@example.org/audited" + from(john)
                            + "\nclosed: " + ids[1] + " juan@example.org/a \"<b>\"" + from(juan) + "\ngone: nobody"));
        }
    }

    @Test
    void whoSentWhatToWhom() throws Exception {
        try (RawClient john = host.connect(); RawClient silent = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "audited");
            String[] ids = {id(john), id(silent)};
            String xml = "<message><body>" + mark + "</body></message>";

            jane.postJson(PluginPaths.SESSIONS + "/send", json("ids", ids, "xml", xml));

            assertThat(john.awaitElement(element -> element.getName().equals("message")).elementText("body"))
                    .isEqualTo(mark);
            assertThat(AuditEntry.with(mark, host)).containsExactly(
                    new AuditEntry("jane", "Session State: send to sessions", "xml: " + xml + "\nsent: " + ids[0]
                            + " john@example.org/audited" + from(john) + "\nleft_out (no resource is bound, so nothing can be "
                            + "addressed to the client): " + ids[1] + " c2s_unauthed" + from(silent)));
        }
    }

    @Test
    void whoChangedASettingFromWhatToWhat() throws Exception {
        jane.postJson(PluginPaths.SETTINGS, json("values", json(EXEMPT, mark)));
        AuditEntry set = new AuditEntry("jane", "Session State: change a setting",
                EXEMPT + ": from the default () to \"" + mark + '"');
        assertThat(AuditEntry.with(mark, host)).containsExactly(set);
        // No change.
        jane.postJson(PluginPaths.SETTINGS, json("values", json(EXEMPT, mark)));
        assertThat(AuditEntry.with(mark, host)).containsExactly(set);

        jane.postJson(PluginPaths.SETTINGS, json("values", json(EXEMPT, null)));
        assertThat(AuditEntry.with(mark, host)).containsExactlyInAnyOrder(set, new AuditEntry("jane",
                "Session State: change a setting", EXEMPT + ": from \"" + mark + "\" to the default ()"));
    }

    @Test
    void nothingOfWhatWasRefused() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "spared");
            JsonObject close = json("ids", new String[] {id(john)}, "condition", "policy-violation", "text", mark);
            assertThat(host.adminLogin().post(PluginPaths.SESSIONS + "/close", close.toString()).statusCode())
                    .as("without a token").isEqualTo(403);
            assertThat(jane.post(PluginPaths.SETTINGS, json("values", json(EXEMPT, mark,
                    "plugin.sessionstate.limit.policy", mark)).toString()).statusCode()).isEqualTo(400);
            john.sync();
            assertThat(AuditEntry.with(mark, host)).isEmpty();
        }
    }
}
