package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.sessionstate.token.Scope;

/**
 * A method of a path of the API. What is said here is what requests are checked against, and what clients are told in
 * {@link OpenApi}.
 *
 * @param method  the HTTP method
 * @param scopes  all that a token must have for it; empty if it takes a console login
 * @param summary what it does, in a few words
 * @param input   what a request has to say
 * @param output  what an answer says
 */
record Operation(String method, Set<Scope> scopes, String summary, Input input, Output output) {
    /**
     * What a request has to say.
     *
     * @param parameters in the query string
     * @param body       see {@link JsonBody}; null without a body
     * @param maxBytes   how long that may be
     * @param isKeyed    whether an {@link IdempotencyKey} keeps it from being done twice
     */
    record Input(List<Parameter> parameters, Class<? extends Record> body, int maxBytes, boolean isKeyed) {
    }

    /**
     * What an answer says.
     *
     * @param json     which records it may be, in JSON; empty if it is never JSON that has one
     * @param others   in which other media types it may be
     * @param problems that are not those of many operations
     */
    record Output(List<Class<? extends Record>> json, List<String> others, List<Problem> problems) {
    }

    static Operation get(Scope scope, String summary, Class<? extends Record> answer) {
        return get(scope, summary, List.of(answer));
    }

    /**
     * @param scope   null for what takes a console login
     * @param answers what it may be in JSON
     */
    static Operation get(Scope scope, String summary, List<Class<? extends Record>> answers) {
        return new Operation("GET", scopes(scope), summary, new Input(List.of(), null, 0, false),
                new Output(answers, List.of(), List.of()));
    }

    static Operation post(Scope scope, String summary, Class<? extends Record> body, Class<? extends Record> answer) {
        return new Operation("POST", scopes(scope), summary, new Input(List.of(), body, JsonBody.MAX_BYTES, false),
                new Output(List.of(answer), List.of(), List.of()));
    }

    /** A command to sessions. */
    static Operation command(Scope scope, String summary, Class<? extends Record> body,
                             Class<? extends Record> answer) {
        return new Operation("POST", scopes(scope), summary,
                new Input(List.of(), body, JsonBody.MAX_COMMAND_BYTES, true),
                new Output(List.of(answer), List.of(), List.of()));
    }

    private static Set<Scope> scopes(Scope scope) {
        return scope == null ? Set.of() : Set.of(scope);
    }

    /** This, for tokens that have another scope besides. */
    Operation and(Scope scope) {
        Set<Scope> all = EnumSet.of(scope);
        all.addAll(scopes);
        return new Operation(method, Collections.unmodifiableSet(all), summary, input, output);
    }

    /** This, which may also answer with another record. */
    Operation or(Class<? extends Record> answer) {
        List<Class<? extends Record>> answers = new ArrayList<>(output.json);
        answers.add(answer);
        return new Operation(method, scopes, summary, input,
                new Output(List.copyOf(answers), output.others, output.problems));
    }

    /** This, with parameters. */
    Operation with(List<Parameter> parameters) {
        return new Operation(method, scopes, summary,
                new Input(parameters, input.body, input.maxBytes, input.isKeyed), output);
    }

    /** This, to be done once only for each key. */
    Operation keyed() {
        return new Operation(method, scopes, summary, new Input(input.parameters, input.body, input.maxBytes, true),
                output);
    }

    /** This, which answers in other media types as well. */
    Operation as(String... mediaTypes) {
        return new Operation(method, scopes, summary, input,
                new Output(output.json, List.of(mediaTypes), output.problems));
    }

    /** This, which may fail in a way of its own. */
    Operation failing(Problem... problems) {
        return new Operation(method, scopes, summary, input, new Output(output.json, output.others, List.of(problems)));
    }

    /** With which errors it may be answered. */
    Set<Problem> problems() {
        Set<Problem> problems = EnumSet.of(Problem.UNKNOWN_PARAMETER, Problem.LOGIN_NEEDED, Problem.PLAIN_HTTP,
                Problem.ADDRESS_BLOCKED, Problem.TOO_MANY, Problem.INTERNAL, Problem.NOT_RUNNING, Problem.NO_DATABASE);
        problems.add(scopes.isEmpty() ? Problem.CONSOLE_ONLY : Problem.SCOPE_MISSING);
        if (!input.parameters.isEmpty()) {
            problems.add(Problem.BAD_PARAMETER);
        }
        if (input.body != null) {
            problems.addAll(List.of(Problem.MALFORMED_JSON, Problem.BAD_BODY, Problem.CSRF, Problem.TOO_LARGE,
                    Problem.MEDIA_TYPE));
        }
        if (input.isKeyed) {
            problems.addAll(List.of(Problem.BAD_KEY, Problem.IN_FLIGHT, Problem.KEY_REUSED));
        }
        problems.addAll(output.problems);
        return problems;
    }
}
