package io.github.sessionstate.web;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.health.BindReport;
import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionTotals;
import io.github.sessionstate.settings.Setting;

/**
 * {@code GET status}: {@code {"hooks":[{name,state,detail,failures:{count,kinds:{KIND:n,…},last_at,last}}],
 * "capabilities":[{name,offered,lost,missing}],"counts":{…},"recent":{…},"repairs":{KIND:n,…},"created":n,
 * "ended":{CAUSE:n,…},"bind_decisions":{KIND:n,…},"wars":[{full_jid,since,until}],"max_sessions":n,
 * "csrf_token":"…"}}. Failures, repairs, how many
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
    void answer(RunningServices services, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        refuseParameters(request);
        json.beginObject().name("hooks").beginArray();
        for (HookReport.HookStatus hook : services.hooks().hooks()) {
            json.beginObject();
            json.name("name").value(hook.name());
            json.name("state").value(hook.state().toString());
            json.name("detail").value(hook.detail());
            json.name("failures");
            write(json, hook.failures());
            json.endObject();
        }
        json.endArray().name("capabilities").beginArray();
        for (HookReport.CapabilityStatus capability : services.hooks().capabilities()) {
            json.beginObject();
            json.name("name").value(capability.name());
            json.name("offered").value(capability.isOffered());
            json.name("lost").value(capability.lost());
            json.name("missing").value(capability.missing());
            json.endObject();
        }
        json.endArray().name("counts");
        CountsJson.write(json, services.sessions().counts());
        json.name("recent");
        CountsJson.write(json, services.records().history().samples());
        json.name("repairs").beginObject();
        for (Map.Entry<String, Long> repair : services.hooks().repairs().entrySet()) {
            json.name(repair.getKey()).value(repair.getValue());
        }
        json.endObject();
        write(json, services.records().ends());
        write(json, services.binds());
        json.name("max_sessions").value(services.settings().get(Setting.COMMAND_MAX_SESSIONS));
        json.name("csrf_token").value(services.csrfTokens().token(request, administrator)).endObject();
    }

    private static void write(JsonWriter json, Failures.Count failures) throws IOException {
        json.beginObject().name("count").value(failures.count()).name("kinds").beginObject();
        for (Map.Entry<String, Long> kind : failures.kinds().entrySet()) {
            json.name(kind.getKey()).value(kind.getValue());
        }
        json.endObject().name("last_at").value(failures.lastAt() == null ? null : failures.lastAt().toString());
        json.name("last").value(failures.last()).endObject();
    }

    private static void write(JsonWriter json, SessionTotals ends) throws IOException {
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
