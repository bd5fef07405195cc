package io.github.sessionstate.web;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.EndCounter;
import io.github.sessionstate.session.SessionCounts;

/**
 * {@code GET status}: {@code {"hooks":[{name,state,detail}],"counts":{…},"repairs":{KIND:n,…},"created":n,
 * "ended":{CAUSE:n,…},"csrf_token":"…"}}. Repairs, and how many began and ended, are counted since the plugin started;
 * every kind and cause is named. The token is null for a login without an HTTP session.
 */
public final class StatusServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the host. */
    public StatusServlet() {
        super(ApiPaths.STATUS, "GET");
    }

    @Override
    void answer(AdminConsole console, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        refuseParameters(request);
        json.beginObject().name("hooks").beginArray();
        for (HookReport.Hook hook : console.hooks().hooks()) {
            json.beginObject();
            json.name("name").value(hook.name());
            json.name("state").value(hook.state().toString());
            json.name("detail").value(hook.detail());
            json.endObject();
        }
        json.endArray().name("counts");
        write(json, console.sessions().counts());
        json.name("repairs").beginObject();
        for (Map.Entry<String, Long> repair : console.hooks().repairs().entrySet()) {
            json.name(repair.getKey()).value(repair.getValue());
        }
        json.endObject();
        write(json, console.ends());
        json.name("csrf_token").value(console.csrfTokens().token(request, administrator)).endObject();
    }

    private static void write(JsonWriter json, EndCounter ends) throws IOException {
        json.name("created").value(ends.created());
        json.name("ended").beginObject();
        for (EndCause cause : EndCause.values()) {
            json.name(cause.toString()).value(ends.ended(cause));
        }
        json.endObject();
    }

    private static void write(JsonWriter json, SessionCounts counts) throws IOException {
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
