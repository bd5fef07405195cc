package io.github.sessionstate.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code POST sessions/close}: {@code {"ids":[…],"condition":"policy-violation","text":"…"}}. The outcomes are those of
 * {@link CloseResult}. Without a condition the stream is closed and the client is told nothing.
 */
public final class CloseServlet extends CommandServlet {
    static final int MAX_TEXT = 1_000;

    private static final long serialVersionUID = 1L;
    private static final Log LOG = Log.of(CloseServlet.class);

    private final Duration patience;

    /** Made by the server. */
    public CloseServlet() {
        this(Duration.ofSeconds(10));
    }

    /** @param patience how long to wait for all outcomes: the threads of the console are few */
    CloseServlet(Duration patience) {
        super(ApiPaths.CLOSE, Scope.CLOSE, "Close sessions", Body.class, "Session State: close sessions");
        this.patience = patience;
    }

    @Override
    Command read(Record wanted, int maxIds) throws ApiException {
        Body body = (Body) wanted;
        checked(body.ids, maxIds);
        try {
            return new Close(body.ids, new CloseReason(checked("condition", body.condition, MAX_TEXT),
                    checked("text", body.text, MAX_TEXT)), patience);
        } catch (IllegalArgumentException e) {
            throw ApiException.badBody(Quote.line(e.getMessage(), 200));
        }
    }

    record Body(@Required List<String> ids, String condition, String text) {
    }

    private record Close(List<String> ids, CloseReason reason, Duration patience) implements Command {
        @Override
        public String description() {
            return "condition: " + (reason.condition() == null ? "none" : reason.condition())
                    + (reason.text() == null ? "" : ", text: " + reason.text());
        }

        @Override
        public List<Outcome> run(List<Target> targets, String administrator) {
            // All begin before the first is waited for.
            CloseReason closing = reason.by(administrator);
            List<CompletableFuture<Outcome>> pending = targets.stream().map(target -> begin(target, closing)).toList();
            try {
                CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.debug("Not all sessions were closed in time", e);
            } catch (ExecutionException e) {
                // begin() turns failures into outcomes.
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Outcome unknown = Outcome.failed("not known after " + patience.toMillis() + " ms; it may still end");
            return pending.stream().map(outcome -> outcome.getNow(unknown)).toList();
        }

        private static CompletableFuture<Outcome> begin(Target target, CloseReason reason) {
            if (target.session() == null) {
                return CompletableFuture.completedFuture(Outcome.GONE);
            }
            try {
                // A stage of our own, which nobody else can complete.
                return target.session().close(reason).handle((result, failure) -> failure == null
                        ? new Outcome(result.outcome().toString(), result.detail())
                        : failed(target, failure)).toCompletableFuture();
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(failed(target, e));
            }
        }

        private static Outcome failed(Target target, Throwable failure) {
            LOG.warn("Closing session {} failed", target.id(), failure);
            return Outcome.failed("internal error; the server's log tells more");
        }
    }
}
