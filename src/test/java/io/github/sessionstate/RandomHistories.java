package io.github.sessionstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checks what must hold of any history, a list of steps, on many random ones. One for which it does not hold is made
 * small, as long as it still does not. {@code -Drandom.seed} replays a run.
 */
public final class RandomHistories {
    private RandomHistories() {
    }

    /**
     * @param tries     how many histories
     * @param histories makes one, the same each time from the same random numbers
     * @param property  throws if it does not hold; is given parts of a history as well, in their order
     * @throws AssertionError with the smallest history found for which the property does not hold
     */
    public static <S> void check(int tries, Function<Random, List<S>> histories, Consumer<List<S>> property) {
        long seed = Long.getLong("random.seed", new Random().nextLong());
        for (int i = 0; i < tries; i++) {
            List<S> history = histories.apply(new Random(seed + i));
            Throwable failure = failure(history, property);
            if (failure != null) {
                List<S> small = smallest(history, property);
                throw new AssertionError("-Drandom.seed=" + (seed + i) + ", of " + history.size() + " steps these "
                        + small.size() + ": " + small, failure(small, property));
            }
        }
    }

    /** The history without all that can be left out, one by one, beginning with large parts. */
    private static <S> List<S> smallest(List<S> history, Consumer<List<S>> property) {
        List<S> small = history;
        for (int size = history.size() / 2; size > 0; size /= 2) {
            for (int from = 0; from < small.size();) {
                List<S> rest = new ArrayList<>(small);
                rest.subList(from, Math.min(from + size, small.size())).clear();
                if (failure(rest, property) == null) {
                    from += size;
                } else {
                    small = rest;
                }
            }
        }
        return small;
    }

    private static <S> Throwable failure(List<S> history, Consumer<List<S>> property) {
        try {
            property.accept(history);
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    /** One of these, each as likely as the others. */
    public static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
