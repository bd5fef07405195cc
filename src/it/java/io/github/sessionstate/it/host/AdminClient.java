package io.github.sessionstate.it.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.sessionstate.it.probe.ProbeJar;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An HTTP client of the admin console, with cookies and without following redirects: those tell of a lost login. */
public final class AdminClient {
    private static final Pattern CSRF_FIELD = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"");
    private static final String TOKEN = "X-CSRF-Token";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies).connectTimeout(LIMIT).build();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final URI base;

    AdminClient(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    /** Logs in through the console's login page, with the token against forged requests that 5.1.1's page wants. */
    void login(String username, String password) throws IOException {
        Matcher csrf = CSRF_FIELD.matcher(get("/login.jsp").body());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("login", "true");
        form.put("username", username);
        form.put("password", password);
        form.put("csrf", csrf.find() ? csrf.group(1) : "");
        HttpResponse<String> answer = post("/login.jsp", form);
        if (answer.statusCode() != 302) {
            throw new IOException("The console refused the login of " + username + ": " + answer.statusCode());
        }
    }

    /** Sends this header with every later request. */
    public AdminClient header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The token that every answer of the plugin's API brings along, as this path gives it. */
    public String token(String path) throws IOException {
        return get(path).headers().firstValue(TOKEN)
                .orElseThrow(() -> new AssertionError(path + " answered without a token"));
    }

    /** Sends that token with every later request. */
    public AdminClient sendTokenOf(String path) throws IOException {
        return header(TOKEN, token(path));
    }

    /** Makes a grant with these scopes, in the name of who is logged in, and gives its token. */
    public String makeToken(String label, String... scopes) throws IOException {
        sendTokenOf(PluginPaths.TOKENS);
        JsonObject wanted = new JsonObject();
        wanted.addProperty("label", label);
        JsonArray words = new JsonArray();
        Arrays.stream(scopes).forEach(words::add);
        wanted.add("scopes", words);
        return postJson(PluginPaths.TOKENS, wanted).get("token").getAsString();
    }

    /** Ends all grants of who is logged in. */
    public void revokeGrants() throws IOException {
        sendTokenOf(PluginPaths.TOKENS);
        for (JsonElement grant : getJson(PluginPaths.TOKENS).getAsJsonArray("grants")) {
            JsonObject which = new JsonObject();
            which.add("grant", grant.getAsJsonObject().get("id"));
            postJson(PluginPaths.TOKENS + "/revoke", which);
        }
    }

    /** Has the login end once nothing is asked with it for so many seconds; for a host with the probe. */
    public AdminClient endAfter(int seconds) throws IOException {
        HttpResponse<String> answer = post(ProbeJar.PATH,
                Map.of("do", "set-login-lifetime", "seconds", String.valueOf(seconds)));
        if (answer.statusCode() != 200) {
            throw new IOException("The probe answered " + answer.statusCode());
        }
        return this;
    }

    /** The address of a path of the console. */
    public URI url(String path) {
        return base.resolve(path);
    }

    /** The value of the cookie {@code JSESSIONID}, for a browser; null without a session. */
    public String sessionCookie() {
        return cookies.getCookieStore().get(base).stream().filter(cookie -> cookie.getName().equals("JSESSIONID"))
                .map(HttpCookie::getValue).findFirst().orElse(null);
    }

    /** GET, whatever the status is. */
    public HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET());
    }

    /** GET with a token of the API besides, whatever the status is. */
    public HttpResponse<String> get(String path, String token) throws IOException {
        return send(request(path).header("Authorization", "Bearer " + token).GET());
    }

    /** GET that must answer 200 with a JSON object. */
    public JsonObject getJson(String path) throws IOException {
        return json("GET " + path, get(path)).getAsJsonObject();
    }

    /** POST of form fields, whatever the status is. */
    public HttpResponse<String> post(String path, Map<String, String> form) throws IOException {
        String body = form.entrySet().stream().map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /** POST of a JSON text, whatever the status is. */
    public HttpResponse<String> post(String path, String json) throws IOException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** POST that must answer 200 with a JSON object. */
    public JsonObject postJson(String path, JsonElement body) throws IOException {
        return json("POST " + path, post(path, body.toString())).getAsJsonObject();
    }

    /** A request to which the caller adds what it needs, to be sent by {@link #send}. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path)).timeout(LIMIT);
        headers.forEach(request::header);
        return request;
    }

    /** Sends a request, whatever the status of the answer is. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static JsonElement json(String request, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(request + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JsonParser.parseString(answer.body());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
