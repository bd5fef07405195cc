package io.github.sessionstate.web;

import java.io.IOException;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.SessionCounts;

/** The counts by state in JSON. */
final class CountsJson {
    private CountsJson() {
    }

    static void write(JsonWriter json, SessionCounts counts) throws IOException {
        json.beginObject();
        json.name("total").value(counts.total());
        json.name("notopen").value(counts.notOpen());
        json.name("c2s_unauthed").value(counts.unauthed());
        json.name("c2s_unbound").value(counts.unbound());
        json.name("connected").value(counts.connected());
        json.name("available").value(counts.available());
        json.name("interested").value(counts.interested());
        json.name("detached").value(counts.detached());
        json.endObject();
    }
}
