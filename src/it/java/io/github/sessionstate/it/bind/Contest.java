package io.github.sessionstate.it.bind;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import org.dom4j.Element;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.xmpp.RawClient;

/** Many clients of one user that ask for a resource at the same moment. */
final class Contest implements AutoCloseable {
    /** No client may wait longer for its answer. */
    static final Duration ANSWER = Patience.ofSeconds(5);

    private final ExecutorService threads;
    private final List<Contestant> contestants = new ArrayList<>();

    /** One of them; the answer and how long it took come with the bind. */
    static final class Contestant {
        private final RawClient client;
        private Element answer;
        private Duration took;

        private Contestant(RawClient client) {
            this.client = client;
        }

        RawClient client() {
            return client;
        }

        Element answer() {
            return answer;
        }

        Duration took() {
            return took;
        }

        boolean isBound() {
            return "result".equals(answer.attributeValue("type"));
        }

        /** The full JID that it was given; null if it was refused. */
        String boundJid() {
            return client.boundJid();
        }

        /** The condition that it was refused with. */
        String condition() {
            return answer.element("error").elements().get(0).getName();
        }

        /** The type of the error that it was refused with. */
        String errorType() {
            return answer.element("error").attributeValue("type");
        }
    }

    /** Connects and authenticates all of them. */
    Contest(OpenfireHost host, String user, int size) throws Exception {
        threads = Executors.newFixedThreadPool(size);
        inParallel(size, n -> () -> {
            RawClient client = host.unbound(user);
            synchronized (contestants) {
                contestants.add(new Contestant(client));
            }
            return null;
        });
    }

    List<Contestant> all() {
        return contestants;
    }

    List<Contestant> bound() {
        return contestants.stream().filter(Contestant::isBound).toList();
    }

    List<Contestant> refused() {
        return contestants.stream().filter(contestant -> !contestant.isBound()).toList();
    }

    /** All ask at once, each for the resource that the function has for its number, and wait for their answers. */
    void bind(IntFunction<String> resource) throws Exception {
        CyclicBarrier start = new CyclicBarrier(contestants.size());
        inParallel(contestants.size(), n -> () -> {
            Contestant contestant = contestants.get(n);
            start.await();
            long asked = System.nanoTime();
            contestant.answer = contestant.client.bind(resource.apply(n));
            contestant.took = Duration.ofNanos(System.nanoTime() - asked);
            return null;
        });
    }

    private void inParallel(int size, IntFunction<Callable<Void>> task) throws Exception {
        List<Future<Void>> running = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            running.add(threads.submit(task.apply(n)));
        }
        for (Future<Void> one : running) {
            try {
                one.get(60, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IOException("A client failed", e.getCause());
            }
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Contestant contestant : contestants) {
            contestant.client.close();
        }
    }
}
