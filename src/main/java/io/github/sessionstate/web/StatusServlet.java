package io.github.sessionstate.web;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.EndCounter;
import io.github.sessionstate.settings.Setting;

/**
 * {@code GET status}: {@code {"hooks":[{name,state,detail}],"counts":{…},"recent":{…},"repairs":{KIND:n,…},"created":n,
 * "ended":{CAUSE:n,…},"bind_decisions":{KIND:n,…},"wars":[{full_jid,since,until}],"max_sessions":n,
 * "csrf_token":"…"}}. Repairs, how many
 * began and ended, and what was decided about binds are counted since the plugin started; every kind and cause is named.
 * {@code recent} are the counts of the last quarter of an hour. Wars are those of this moment. {@code max_sessions} is
 * how many sessions a command may name. The token is null for a login without an HTTP session.
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
        CountsJson.write(json, console.sessions().counts());
        json.name("recent");
        CountsJson.write(json, console.records().history().samples());
        json.name("repairs").beginObject();
        for (Map.Entry<String, Long> repair : console.hooks().repairs().entrySet()) {
            json.name(repair.getKey()).value(repair.getValue());
        }
        json.endObject();
        write(json, console.records().ends());
        write(json, console.binds());
        json.name("max_sessions").value(console.settings().get(Setting.COMMAND_MAX_SESSIONS));
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

    private static void write(JsonWriter json, BindReport binds) throws IOException {
        json.name("bind_decisions").beginObject();
        for (Map.Entry<String, Long> decision : binds.decisions().entrySet()) {
            json.name(decision.getKey()).value(decision.getValue());
        }
        json.endObject().name("wars").beginArray();
        for (BindReport.War war : binds.wars()) {
            json.beginObject();
            json.name("full_jid").value(war.fullJid());
            json.name("since").value(war.since().toString());
            json.name("until").value(war.until().toString());
            json.endObject();
        }
        json.endArray();
    }
}
