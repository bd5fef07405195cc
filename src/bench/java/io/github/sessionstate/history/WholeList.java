package io.github.sessionstate.history;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads all sessions in pages, as a CSV of all of them does, while others are written. */
final class WholeList {
    private static final int PAGE = 500;
    private static final int WRITTEN_AT_ONCE = 50;

    private final History history;
    private final Sizes sizes;

    WholeList(History history, Sizes sizes) {
        this.history = history;
        this.sizes = sizes;
    }

    /** Reads them, and prints how many there were and how long it took. */
    void run() throws InterruptedException {
        AtomicBoolean isRead = new AtomicBoolean();
        Thread writer = new Thread(() -> write(isRead), "writer");
        writer.start();
        long start = System.nanoTime();
        long rows = 0;
        long characters = 0;
        List<PastSession> page;
        Place place = null;
        do {
            page = Questions.get(history.sessions(new PastQuery(null, null, null, null, null, null, place, PAGE)));
            StringBuilder text = new StringBuilder();
            for (PastSession row : page) {
                text.append(row.id()).append(',').append(row.state().fullJid()).append(',').append(row.since()).append(',')
                        .append(row.endedAt()).append(',').append(row.end()).append(',').append(row.software()).append('\n');
            }
            characters += text.length();
            rows += page.size();
            place = page.isEmpty() ? place : page.get(page.size() - 1).place();
        } while (page.size() == PAGE);
        isRead.set(true);
        writer.join();
        Report.line("all sessions in pages of " + PAGE + " while others are written", String.format(Locale.ROOT,
                "%d rows, %d MB, in %.0f s; %d rows written, %d dropped", rows, characters >> 20,
                (System.nanoTime() - start) / 1e9, history.status().written(), history.status().dropped()));
    }

    private void write(AtomicBoolean isRead) {
        HsqldbRows maker = new HsqldbRows(sizes);
        long number = System.currentTimeMillis() * 1_000;
        while (!isRead.get()) {
            for (int i = 0; i < WRITTEN_AT_ONCE; i++) {
                // None that is there from an earlier run.
                history.enqueue(Pending.of(maker.session(number++, sizes.now(), false), sizes.now()));
            }
            history.write();
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
