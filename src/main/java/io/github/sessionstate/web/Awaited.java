package io.github.sessionstate.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.token.LimitReachedException;

/** What comes from the database: waited for, but not for long, as the console has few threads. */
final class Awaited {
    /** For what every request with a token needs: so that it has its answer within 100 ms. */
    static final Duration PROMPT = Duration.ofMillis(75);

    /** For what an administrator does by hand. */
    static final Duration BY_HAND = Duration.ofSeconds(1);

    /** For what is looked for among all that was. */
    static final Duration OF_HISTORY = Duration.ofSeconds(5);

    /** For the next rows of an answer that has begun: longer than the database itself takes for it at most. */
    static final Duration OF_LONG_ANSWER = Duration.ofSeconds(25);

    private Awaited() {
    }

    static <T> T of(CompletableFuture<T> answer, Duration patience) throws ApiException {
        return of(answer, patience, late -> { });
    }

    /**
     * The answer.
     *
     * @param late told of an answer that came when nobody waited any more
     * @throws ApiException {@link Problem#NO_DATABASE} if there was none in time, {@link Problem#NO_ROOM} if a limit was
     *                      reached
     */
    static <T> T of(CompletableFuture<T> answer, Duration patience, Consumer<T> late) throws ApiException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.thenAccept(late);
            throw noDatabase("the database did not answer in time");
        } catch (InterruptedException e) {
            answer.thenAccept(late);
            Thread.currentThread().interrupt();
            throw noDatabase("the server stopped waiting");
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        }
    }

    private static ApiException failed(Throwable cause) {
        if (cause instanceof LimitReachedException) {
            return new ApiException(Problem.NO_ROOM, cause.getMessage());
        }
        if (cause instanceof DatabaseException) {
            return noDatabase(cause.getMessage());
        }
        throw new IllegalStateException(cause);
    }

    static ApiException noDatabase(String message) {
        return new ApiException(Problem.NO_DATABASE, message).header("Retry-After", "1");
    }
}
