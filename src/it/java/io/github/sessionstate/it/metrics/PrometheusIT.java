package io.github.sessionstate.it.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SharedHostTest;

/** A Prometheus with the configuration of the documentation. */
class PrometheusIT extends SharedHostTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void scrapesBothFormatsWithAToken(@TempDir Path folder) throws Exception {
        Program prometheus = Program.assumed("prometheus");
        Files.writeString(folder.resolve("sessionstate.token"), token());
        String address = host.console().url("/").getAuthority();
        HttpServer relay = relay();
        String relayAddress = "127.0.0.1:" + relay.getAddress().getPort();
        String config = Files.readString(Path.of("docs", "metrics", "prometheus.yml"))
                .replace("/etc/prometheus/", folder + "/").replace("scheme: https", "scheme: http\n    scrape_interval: 1s")
                .replace("[xmpp.example.org:9091]", "['" + address + "', '" + relayAddress + "']");
        Files.writeString(folder.resolve("prometheus.yml"), config);
        Files.copy(Path.of("docs", "metrics", "alerts.yml"), folder.resolve("alerts.yml"));
        int port = freePort();
        Path log = folder.resolve("prometheus.log");
        Process process = prometheus.start(log, "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port);
        try {
            String up = "http://127.0.0.1:" + port + "/api/v1/query?query=up";
            // With more patience: it has to start.
            Await.until("both are up", Patience.ofSeconds(20), () -> isUp(up, address) && isUp(up, relayAddress));
            JsonArray series = result("http://127.0.0.1:" + port
                    + "/api/v1/query?query=sessionstate_hook_state%7Bhook=%22stanzas%22,state=%22installed%22%7D");
            assertThat(series).hasSize(2).allSatisfy(one -> assertThat(value(one.getAsJsonObject())).isEqualTo("1"));
        } catch (AssertionError e) {
            throw new AssertionError(Files.readString(log), e);
        } finally {
            relay.stop(0);
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private String token() throws IOException {
        AdminClient admin = host.adminLogin().sendTokenOf(PluginPaths.STATUS);
        JsonObject wanted = JsonParser.parseString("{\"label\":\"Prometheus\",\"scopes\":[\"read\"],\"days\":1}")
                .getAsJsonObject();
        return admin.postJson(PluginPaths.API + "tokens", wanted).get("token").getAsString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Between Prometheus and the host, for the other format: this Prometheus always asks for OpenMetrics. */
    private HttpServer relay() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PluginPaths.METRICS, this::pass);
        server.start();
        return server;
    }

    private void pass(HttpExchange exchange) throws IOException {
        assertThat(exchange.getRequestHeaders().getFirst("Accept")).startsWith("application/openmetrics-text");
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(host.console().url(PluginPaths.METRICS))
                .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization")), BodyHandlers.ofByteArray());
        String type = answer.headers().firstValue("Content-Type").orElseThrow();
        assertThat(type).startsWith("text/plain; version=0.0.4");
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    private boolean isUp(String query, String instance) throws IOException {
        for (var element : result(query)) {
            JsonObject one = element.getAsJsonObject();
            if (one.getAsJsonObject("metric").get("instance").getAsString().equals(instance)) {
                return value(one).equals("1");
            }
        }
        return false;
    }

    private static String value(JsonObject one) {
        return one.getAsJsonArray("value").get(1).getAsString();
    }

    private JsonArray result(String query) throws IOException {
        try {
            String answer = send(HttpRequest.newBuilder(URI.create(query)), BodyHandlers.ofString()).body();
            return JsonParser.parseString(answer).getAsJsonObject().getAsJsonObject("data").getAsJsonArray("result");
        } catch (IOException | RuntimeException e) {
            // It is just starting.
            return new JsonArray();
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request.timeout(Duration.ofSeconds(10)).build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
