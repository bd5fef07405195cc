package io.github.sessionstate.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;

/** What is printed: a line for each question with its times. */
final class Report {
    private static final long BEGUN = System.nanoTime();

    private Report() {
    }

    /** Says what is done. */
    static void progress(String what) {
        System.out.printf(Locale.ROOT, "%6d s  %s%n", (System.nanoTime() - BEGUN) / 1_000_000_000, what);
    }

    /** A line of the table that begins with this. */
    static void line(String what, String text) {
        System.out.printf(Locale.ROOT, "| %s | %s |%n", what, text);
    }

    /** The heads of {@link #times}. */
    static void head() {
        System.out.println("| question | asked | rows found | median ms | p95 ms | slowest ms |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
    }

    /**
     * Asks so often, and prints how long it took.
     *
     * @param question tells how many rows it found
     */
    static void times(String what, int asked, Callable<Integer> question) throws Exception {
        double[] millis = new double[asked];
        long rows = 0;
        for (int i = 0; i < asked; i++) {
            long start = System.nanoTime();
            rows += question.call();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        line(what, asked + " | " + rows / asked + " | " + numbers(millis, asked));
    }

    /** The median, what 95 of a hundred took at most, and the slowest. */
    static String numbers(double[] millis, int count) {
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.1f | %.1f | %.1f", sorted[count / 2], sorted[(count * 95 + 99) / 100 - 1],
                sorted[count - 1]);
    }
}
