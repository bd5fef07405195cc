package io.github.sessionstate.binding;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.text.Log;

/** The hooks of other plugins, asked in the order in which they came. Thread-safe. */
public final class BindHooks {
    private static final Log LOG = Log.of(BindHooks.class);

    private final List<PreResourceBind> hooks = new CopyOnWriteArrayList<>();
    private final ExecutorService executor;
    private final Duration patience;

    /**
     * @param executor where hooks are called; it may refuse
     * @param patience how long one may take
     */
    public BindHooks(ExecutorService executor, Duration patience) {
        this.executor = executor;
        this.patience = patience;
    }

    /** From now on this hook is asked. A plugin takes its hooks away when it is unloaded. */
    public void add(PreResourceBind hook) {
        hooks.add(Objects.requireNonNull(hook, "hook"));
    }

    /** This hook is asked no more. */
    public void remove(PreResourceBind hook) {
        hooks.remove(hook);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return hooks.isEmpty();
    }

    /**
     * Asks all hooks; the first refusal is the last word. Blocks.
     *
     * @param resource what the client asks for; null if it leaves the choice to the server
     */
    public BindVerdict ask(Session session, String resource) {
        BindVerdict verdict = BindVerdict.proceed();
        for (PreResourceBind hook : hooks) {
            BindVerdict said = ask(hook, session, verdict.resource() == null ? resource : verdict.resource());
            if (said != null && said.condition() != null) {
                return said;
            }
            if (said != null && said.resource() != null) {
                verdict = said;
            }
        }
        return verdict;
    }

    private BindVerdict ask(PreResourceBind hook, Session session, String resource) {
        Future<BindVerdict> answer = null;
        try {
            answer = executor.submit(() -> hook.beforeBind(session, resource));
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            LOG.warn("Bind hook {} failed and was skipped", hook.getClass().getName(), e.getCause());
        } catch (TimeoutException e) {
            LOG.warn("Bind hook {} skipped: no answer within {} s", hook.getClass().getName(),
                    patience.toSeconds());
            answer.cancel(true);
        } catch (RejectedExecutionException e) {
            LOG.warn("Bind hook {} skipped: all hook threads busy", hook.getClass().getName());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
