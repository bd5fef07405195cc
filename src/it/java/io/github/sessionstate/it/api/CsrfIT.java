package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** Nothing changes by a request that does not come from a page of the login that it uses. */
@ExtendWith(SharedHost.class)
class CsrfIT {
    private static final String LIMIT = "plugin.sessionstate.limit.per-user";

    @Test
    void stateChangesNeedTheTokenOfTheirOwnLogin(OpenfireHost host) throws Exception {
        SessionTable table = new SessionTable(host);
        host.setProperty(HostOptions.ADMINISTRATORS, "admin@example.org,jane@example.org");
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "untouched");
            String id = SessionTable.text(table.of(john), "id");
            Map<String, String> commands = Map.of(
                    "sessions/close", "{\"ids\":[\"" + id + "\"],\"condition\":\"policy-violation\"}",
                    "sessions/send", "{\"ids\":[\"" + id + "\"],\"xml\":\"<message/>\"}",
                    "settings", "{\"values\":{\"" + LIMIT + "\":\"3\"}}");
            AdminClient admin = host.adminLogin();
            String token = admin.token(PluginPaths.STATUS);
            AdminClient jane = host.adminLogin("jane", HostOptions.PASSWORD);
            assertThat(jane.token(PluginPaths.STATUS)).isNotEqualTo(token);

            for (Map.Entry<String, String> command : commands.entrySet()) {
                String path = PluginPaths.API + command.getKey();
                String body = command.getValue();
                expectRefused("without a token", 403, admin, path, body);
                expectRefused("with an empty token", 403, host.adminLogin().header("X-CSRF-Token", ""), path, body);
                expectRefused("with a wrong token", 403,
                        host.adminLogin().header("X-CSRF-Token", token.substring(1) + "A"), path, body);
                expectRefused("with the token of another login of this administrator", 403,
                        host.adminLogin().header("X-CSRF-Token", token), path, body);
                expectRefused("with the token of another administrator", 403,
                        host.adminLogin("jane", HostOptions.PASSWORD).header("X-CSRF-Token", token), path, body);
                expectRefused("without a login", 401, host.console().header("X-CSRF-Token", token), path, body);
                assertThat(admin.post(path, Map.of("ids", id, "csrf_token", token)).statusCode())
                        .as("%s by a form", path).isEqualTo(415);
            }
            // With the right token, but not by POST.
            admin.header("X-CSRF-Token", token);
            assertThat(admin.get(PluginPaths.API + "sessions/close?ids=" + id).statusCode()).isEqualTo(405);
            assertThat(admin.get(PluginPaths.API + "sessions/send?ids=" + id + "&xml=x").statusCode()).isEqualTo(405);
            assertThat(admin.get(PluginPaths.SETTINGS + "?" + LIMIT + "=3").statusCode()).isEqualTo(400);

            john.sync();
            // The server itself may ask for the client's version.
            assertThat(john.takeUnread()).noneMatch(element -> element.getName().equals("message"));
            assertThat(table.setting(LIMIT).get("set").isJsonNull()).isTrue();
            // All that was missing was the token.
            assertThat(admin.post(PluginPaths.API + "sessions/close", commands.get("sessions/close")).statusCode())
                    .isEqualTo(200);
            assertThat(john.awaitEnd()).isNotNull();
        } finally {
            host.setProperty(HostOptions.ADMINISTRATORS, null);
        }
    }

    private static void expectRefused(String how, int status, AdminClient client, String path, String body)
            throws IOException {
        assertThat(client.post(path, body).statusCode()).as("%s %s", path, how).isEqualTo(status);
    }
}
