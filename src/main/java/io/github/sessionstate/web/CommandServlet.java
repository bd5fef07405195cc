package io.github.sessionstate.web;

import java.io.IOException;
import java.util.List;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.settings.Setting;

/**
 * {@code POST} of a command to sessions, with a JSON body that names them by {@code ids}. Answers
 * {@code {"results":[{id,outcome,detail}]}} in the order of the ids, and writes down in the audit log what was done.
 */
abstract class CommandServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    CommandServlet(String path) {
        super(path, "POST");
    }

    /** What is to be done, as the request tells. */
    interface Command {
        /** The sessions that it is to be done to. */
        List<String> ids();

        /** What it is and why, for the audit log. */
        String description();

        /** Does it. One outcome for each target, in their order. */
        List<Outcome> run(List<Target> targets);
    }

    /**
     * What became of the command at one session.
     *
     * @param name   what happened, in one word
     * @param detail more about it; null for nothing to add
     */
    record Outcome(String name, String detail) {
        static final Outcome GONE = new Outcome("gone", null);

        static Outcome failed(String detail) {
            return new Outcome("failed", detail);
        }
    }

    /** What the audit log calls the command. */
    abstract String summary();

    /**
     * Reads the body.
     *
     * @param maxIds how many sessions the command may name
     */
    abstract Command read(HttpServletRequest request, int maxIds) throws IOException, ApiException;

    @Override
    final void answer(RunningServices services, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        PostCheck.check(services, administrator, request);
        Command command = read(request, services.settings().get(Setting.COMMAND_MAX_SESSIONS));
        List<Target> targets = command.ids().stream().map(id -> Target.of(services.sessions(), id)).toList();
        List<Outcome> outcomes = command.run(targets);
        AuditText.entries(command.description(), targets, outcomes)
                .forEach(details -> services.audit().record(administrator, summary(), details));
        write(json, targets, outcomes);
    }

    private static void write(JsonWriter json, List<Target> targets, List<Outcome> outcomes) throws IOException {
        json.beginObject().name("results").beginArray();
        for (int i = 0; i < targets.size(); i++) {
            json.beginObject();
            json.name("id").value(targets.get(i).id());
            json.name("outcome").value(outcomes.get(i).name());
            json.name("detail").value(outcomes.get(i).detail());
            json.endObject();
        }
        json.endArray().endObject();
    }

    /** The ids, which no command can do without. */
    static List<String> required(List<String> ids) throws ApiException {
        if (ids == null) {
            throw ApiException.badRequest("ids is missing");
        }
        return ids;
    }
}
