package io.github.sessionstate.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.CountHistory;
import io.github.sessionstate.session.SessionCounts;

/** The counts by state in JSON. */
final class CountsJson {
    private static final Map<String, ToIntFunction<SessionCounts>> COUNTS = counts();

    private CountsJson() {
    }

    private static Map<String, ToIntFunction<SessionCounts>> counts() {
        Map<String, ToIntFunction<SessionCounts>> counts = new LinkedHashMap<>();
        counts.put("total", SessionCounts::total);
        counts.put("notopen", SessionCounts::notOpen);
        counts.put("c2s_unauthed", SessionCounts::unauthed);
        counts.put("c2s_unbound", SessionCounts::unbound);
        counts.put("connected", SessionCounts::connected);
        counts.put("available", SessionCounts::available);
        counts.put("interested", SessionCounts::interested);
        counts.put("detached", SessionCounts::detached);
        return counts;
    }

    static void write(JsonWriter json, SessionCounts counts) throws IOException {
        json.beginObject();
        for (Map.Entry<String, ToIntFunction<SessionCounts>> count : COUNTS.entrySet()) {
            json.name(count.getKey()).value(count.getValue().applyAsInt(counts));
        }
        json.endObject();
    }

    /** {@code {"at":[…],"total":[…],…}}: the moments in seconds since 1970, and the counts at each. */
    static void write(JsonWriter json, List<CountHistory.Sample> samples) throws IOException {
        json.beginObject().name("at").beginArray();
        for (CountHistory.Sample sample : samples) {
            json.value(sample.at().getEpochSecond());
        }
        json.endArray();
        for (Map.Entry<String, ToIntFunction<SessionCounts>> count : COUNTS.entrySet()) {
            json.name(count.getKey()).beginArray();
            for (CountHistory.Sample sample : samples) {
                json.value(count.getValue().applyAsInt(sample.counts()));
            }
            json.endArray();
        }
        json.endObject();
    }
}
