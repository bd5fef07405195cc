package io.github.sessionstate.it.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.OpenfireHost;

/**
 * Installs, reloads and deletes the plugin as an administrator does: on the console's plugin page where the host has
 * one, else by the host's plugin directory.
 */
public final class PluginAdministration {
    private static final String PAGE = "/plugin-admin.jsp";
    private static final Pattern TOKEN = Pattern.compile("csrf=(\\w+)");

    private final OpenfireHost host;
    private final AdminClient admin;
    private final boolean hasPage;

    /** Logs in as the administrator. */
    public PluginAdministration(OpenfireHost host) throws IOException {
        this.host = host;
        admin = host.adminLogin();
        hasPage = TOKEN.matcher(admin.get(PAGE).body()).find();
    }

    /** Uploads the plugin; returns when it answers. */
    public void install() throws IOException {
        if (!hasPage) {
            host.installPlugin();
            return;
        }
        long loads = host.pluginLoads();
        String boundary = "----plugin";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"uploadfile\"; "
                + "filename=\"sessionstate.jar\"\r\nContent-Type: application/java-archive\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(Files.readAllBytes(Path.of(System.getProperty("plugin.jar"))));
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> answer = admin.send(admin.request(PAGE + "?uploadplugin&csrf=" + token())
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
        expectSuccess("upload", answer);
        host.awaitPlugin(loads + 1);
    }

    /** Reloads the plugin; returns when it answers again. */
    public void reload() throws IOException {
        if (hasPage) {
            long loads = host.pluginLoads();
            expectSuccess("reload", admin.post(PAGE, Map.of("reloadplugin", "sessionstate", "csrf", token())));
            host.awaitPlugin(loads + 1);
        } else {
            host.removePlugin();
            host.installPlugin();
        }
    }

    /** Deletes the plugin; returns when it is gone. */
    public void delete() throws IOException {
        if (hasPage) {
            long unloads = host.pluginUnloads();
            expectSuccess("delete", admin.post(PAGE, Map.of("deleteplugin", "sessionstate", "csrf", token())));
            host.awaitNoPlugin(unloads + 1);
        } else {
            host.removePlugin();
        }
    }

    private String token() throws IOException {
        Matcher token = TOKEN.matcher(admin.get(PAGE).body());
        if (!token.find()) {
            throw new AssertionError("No token on the plugin page");
        }
        return token.group(1);
    }

    private static void expectSuccess(String what, HttpResponse<String> answer) {
        String target = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != 302 || !target.contains(what + "success=true")) {
            throw new AssertionError(what + " answered " + answer.statusCode() + " " + target);
        }
    }
}
