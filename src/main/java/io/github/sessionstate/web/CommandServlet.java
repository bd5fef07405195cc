package io.github.sessionstate.web;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code POST} of a command to sessions, with a JSON body that names them by {@code ids}. Answers
 * {@code {"results":[{id,outcome,detail}]}} in the order of the ids, and writes down in the audit log what was done.
 */
abstract class CommandServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    private final String summary;

    /**
     * @param scope   what a token must have for it
     * @param told    what it does, for {@link OpenApi}
     * @param body    of the request
     * @param summary what the audit log calls the command
     */
    CommandServlet(String path, Scope scope, String told, Class<? extends Record> body, String summary) {
        super(path, Operation.command(scope, told, body, Results.class));
        this.summary = summary;
    }

    /** What is to be done, as the request tells. */
    interface Command {
        /** The sessions that it is to be done to. */
        List<String> ids();

        /** What it is and why, for the audit log. */
        String description();

        /**
         * Does it.
         *
         * @param administrator in whose name
         * @return one outcome for each target, in their order
         */
        List<Outcome> run(List<Target> targets, String administrator);
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

    /**
     * What the request tells to do.
     *
     * @param maxIds how many sessions the command may name
     */
    abstract Command read(Record body, int maxIds) throws ApiException;

    @Override
    final Results run(RunningServices services, Caller caller, Record body) throws ApiException {
        Command command = read(body, services.settings().get(Setting.COMMAND_MAX_SESSIONS));
        List<Target> targets = command.ids().stream().map(id -> Target.of(services.sessions(), id)).toList();
        List<Outcome> outcomes = command.run(targets, caller.administrator());
        AuditText.entries(command.description(), targets, outcomes)
                .forEach(details -> caller.record(services.audit(), summary, details));
        return new Results(IntStream.range(0, targets.size())
                .mapToObj(i -> new Result(targets.get(i).id(), outcomes.get(i).name(), outcomes.get(i).detail()))
                .toList());
    }

    record Results(List<Result> results) {
    }

    record Result(String id, String outcome, String detail) {
    }

    /** The ids: some, different ones, and no more than this. */
    static List<String> checked(List<String> ids, int maxIds) throws ApiException {
        String complaint = ids.isEmpty() ? "must not be empty"
                : ids.size() > maxIds ? "must not hold more than " + maxIds + " values" : null;
        if (complaint != null) {
            throw ApiException.badBody("ids " + complaint);
        }
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw ApiException.badBody("ids holds a value twice: " + Quote.of(id));
            }
        }
        return ids;
    }

    /** The text, which may be null and must not be longer than this. */
    static String checked(String key, String text, int maxLength) throws ApiException {
        if (text != null && text.length() > maxLength) {
            throw ApiException.badBody(key + " must not be longer than " + maxLength + " characters");
        }
        return text;
    }
}
