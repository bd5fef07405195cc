package io.github.sessionstate.web;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The answers to commands with an {@link IdempotencyKey}: who sends such a command once more, because the answer was lost
 * on the way, gets the answer again, and nothing is done twice. The oldest answers go first where there are too many.
 */
final class KeyedAnswers {
    /** How long an answer is kept. */
    static final Duration KEPT = Duration.ofMinutes(10);
    static final int MAX_ANSWERS = 1_000;
    /** Of all answers, in characters. */
    static final int MAX_LENGTH = 4 << 20;

    private final LongSupplier nanoTime;
    // The oldest first. A command in work is there from its begin, and again behind the others when it is done.
    private final Map<String, Kept> answers = new LinkedHashMap<>();
    private long length;

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    KeyedAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Does what was asked. */
    interface Command {
        /**
         * The answer as text.
         *
         * @throws ApiException if nothing was done
         */
        String run() throws ApiException;
    }

    /**
     * The answer to a request: that of the command, or the one that was given before.
     *
     * @param key     of the client, and of nobody else
     * @param request what is asked, or a hash of it
     * @throws ApiException if the command throws it, which is not kept; {@link Problem#KEY_REUSED},
     *                      {@link Problem#IN_FLIGHT}; {@link Problem#INTERNAL} if the command failed before, as nobody
     *                      knows what it had done until then
     */
    String answer(String key, String request, Command command) throws ApiException {
        Kept before = begun(key, request);
        if (before == null) {
            return run(key, request, command);
        }
        if (!before.request.equals(request)) {
            throw new ApiException(Problem.KEY_REUSED, "the header " + IdempotencyKey.HEADER
                    + " has the key of another request; every request needs a new one");
        }
        if (before.isInWork()) {
            throw new ApiException(Problem.IN_FLIGHT, "the request with this key is still being worked on")
                    .header("Retry-After", "1");
        }
        if (before.answer == null) {
            throw ApiException.internal();
        }
        return before.answer;
    }

    private String run(String key, String request, Command command) throws ApiException {
        Kept result = null;
        try {
            String answer = command.run();
            result = new Kept(request, answer, nanoTime.getAsLong());
            return answer;
        } catch (RuntimeException | Error e) {
            result = new Kept(request, null, nanoTime.getAsLong());
            throw e;
        } finally {
            done(key, result);
        }
    }

    // Null if it begins now.
    private synchronized Kept begun(String key, String request) {
        tidy();
        return answers.putIfAbsent(key, new Kept(request, null, null));
    }

    private synchronized void done(String key, Kept result) {
        answers.remove(key);
        if (result != null) {
            answers.put(key, result);
            length += result.length();
        }
        tidy();
    }

    private void tidy() {
        long now = nanoTime.getAsLong();
        Iterator<Kept> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Kept kept = oldest.next();
            if (kept.isInWork()) {
                continue;
            }
            if (answers.size() <= MAX_ANSWERS && length <= MAX_LENGTH && now - kept.at < KEPT.toNanos()) {
                return;
            }
            oldest.remove();
            length -= kept.length();
        }
    }

    /**
     * A request and what came of it.
     *
     * @param answer null if the command failed, or is in work
     * @param at     when it was done; null if it is in work
     */
    private record Kept(String request, String answer, Long at) {
        boolean isInWork() {
            return at == null;
        }

        int length() {
            return answer == null ? 0 : answer.length();
        }
    }
}
