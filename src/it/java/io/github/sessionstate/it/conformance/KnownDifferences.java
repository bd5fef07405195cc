package io.github.sessionstate.it.conformance;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

/**
 * The scenarios whose table differs from the recorded one on a host because the host's wire protocol decides: it
 * closes, refuses or accepts something else, and the table tells of that. The file has, for each scenario, the hosts,
 * the reason, and what the table is instead: the number of the step, then what differs there.
 */
final class KnownDifferences {
    private static final String FILE = "/conformance/KNOWN_DIFFERENCES.json";

    // By scenario: what differs, by step.
    private final Map<String, Map<Integer, Map<String, JsonElement>>> scenarios = new TreeMap<>();

    private KnownDifferences() {
    }

    /** @param host {@code mina} for versions before 4.8, or {@code netty} */
    static KnownDifferences of(String host) throws IOException {
        KnownDifferences known = new KnownDifferences();
        try (Reader in = new InputStreamReader(KnownDifferences.class.getResourceAsStream(FILE),
                StandardCharsets.UTF_8)) {
            for (JsonElement element : JsonParser.parseReader(in).getAsJsonArray()) {
                JsonObject listed = element.getAsJsonObject();
                if (listed.getAsJsonArray("hosts").contains(new JsonPrimitive(host))) {
                    known.add(listed);
                }
            }
        }
        return known;
    }

    private void add(JsonObject listed) {
        String name = listed.get("scenario").getAsString();
        if (listed.get("reason").getAsString().isBlank()) {
            throw new IllegalStateException(name + " is listed without a reason");
        }
        Map<Integer, Map<String, JsonElement>> differences = new TreeMap<>();
        listed.getAsJsonObject("steps").entrySet().forEach(step -> differences.put(Integer.valueOf(step.getKey()),
                new TreeMap<>(step.getValue().getAsJsonObject().asMap())));
        if (scenarios.put(name, differences) != null) {
            throw new IllegalStateException(name + " is listed twice");
        }
    }

    /** The scenarios that are listed. */
    Set<String> names() {
        return scenarios.keySet();
    }

    /** What differs in a scenario, by step; empty if it is not listed. */
    Map<Integer, Map<String, JsonElement>> of(Scenario scenario) {
        return scenarios.getOrDefault(scenario.name(), Map.of());
    }

    /** Differences in the form of the file. */
    static String asText(Map<Integer, Map<String, JsonElement>> differences) {
        JsonObject steps = new JsonObject();
        differences.forEach((step, values) -> {
            JsonObject object = new JsonObject();
            values.forEach(object::add);
            steps.add(step.toString(), object);
        });
        return steps.toString();
    }
}
