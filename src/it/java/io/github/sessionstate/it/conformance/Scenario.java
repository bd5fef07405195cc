package io.github.sessionstate.it.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * One scenario of the corpus.
 *
 * @param name    of its file
 * @param kind    {@code state}, {@code wire} or {@code policy}
 * @param conflictPolicy who gives way in a conflict of resources, as the reference calls it; null for its default
 * @param rosters the contacts that each user begins with, as {@code jid}, {@code subscription}, {@code name},
 *                {@code groups}
 * @param steps   what is done, in order
 * @param golden  the table of the reference after each step
 */
record Scenario(String name, String kind, String conflictPolicy, Map<String, JsonArray> rosters,
                List<JsonObject> steps, List<JsonObject> golden) {

    /**
     * The same as it is by SASL2 (XEP-0388), after which the stream goes on: nobody who has authenticated waits for a
     * header.
     */
    Scenario bySasl2() {
        List<JsonObject> tables = golden.stream().map(JsonObject::deepCopy).toList();
        for (JsonObject table : tables) {
            for (JsonElement session : table.getAsJsonObject("sessions").asMap().values()) {
                if (session.isJsonObject()
                        && session.getAsJsonObject().get("type").getAsString().equals("c2s_unbound")) {
                    session.getAsJsonObject().addProperty("notopen", false);
                }
            }
        }
        return new Scenario(name, kind, conflictPolicy, rosters, steps, tables);
    }

    /** All scenarios, by name. */
    static List<Scenario> all() {
        try (Stream<Path> files = Files.list(directory("scenarios"))) {
            return files.sorted().map(Scenario::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scenario read(Path file) {
        JsonObject scenario = parse(file);
        Map<String, JsonArray> rosters = new LinkedHashMap<>();
        scenario.getAsJsonObject("users").entrySet().forEach(user ->
                rosters.put(user.getKey(), user.getValue().getAsJsonObject().getAsJsonArray("roster")));
        List<JsonObject> steps = objects(scenario.getAsJsonArray("steps"));
        List<JsonObject> golden = new ArrayList<>();
        for (JsonObject step : objects(parse(directory("golden").resolve(file.getFileName())).getAsJsonArray("steps"))) {
            golden.add(step.getAsJsonObject("snapshot"));
        }
        if (steps.size() != golden.size()) {
            throw new IllegalStateException(file + " has " + steps.size() + " steps, its recording " + golden.size());
        }
        JsonElement policy = scenario.getAsJsonObject("config").get("conflict_resolve");
        return new Scenario(scenario.get("name").getAsString(), scenario.get("kind").getAsString(),
                policy == null ? null : policy.getAsString(), rosters, steps, golden);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static JsonObject parse(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory of the corpus. */
    private static Path directory(String name) {
        try {
            return Path.of(Scenario.class.getResource("/conformance/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
