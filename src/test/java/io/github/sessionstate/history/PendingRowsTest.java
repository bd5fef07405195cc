package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

class PendingRowsTest {
    private final PendingRows rows = new PendingRows();

    private static Pending row(String key, boolean isNew, long bytes) {
        return new Pending(key, new Knock("boot", 0, key, 1), isNew, 1_000, bytes);
    }

    @Test
    void aRowTakesThePlaceOfOneOfItsKey() {
        rows.add(row("a", true, 10));
        rows.add(row("b", true, 10));
        assertThat(rows.add(row("a", false, 15))).isEqualTo(2);

        assertThat(rows.bytes()).isEqualTo(25);
        assertThat(rows.oldest(1)).singleElement().satisfies(row -> {
            assertThat(row.bytes()).isEqualTo(15);
            assertThat(row.isNew()).as("nothing of it was written yet").isTrue();
        });
        assertThat(rows.lag(4_000)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatComesWhileARowIsWrittenGoesOnWaiting() {
        rows.add(row("a", true, 10));
        rows.add(row("b", true, 10));
        List<Pending> taken = rows.oldest(2);
        rows.add(row("a", false, 20));
        rows.written(taken, 5_000);

        assertThat(rows.oldest(9)).singleElement().satisfies(row -> {
            assertThat(row.key()).isEqualTo("a");
            assertThat(row.isNew()).isFalse();
        });
        assertThat(rows.bytes()).isEqualTo(20);
        assertThat(rows.lag(5_500)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void noMoreRowsAndBytesWaitThanMay() {
        rows.add(row("large", true, PendingRows.MOST_BYTES - 5));
        rows.add(row("small", true, 6));
        assertThat(rows.dropped()).isEqualTo(1);
        rows.add(row("large", true, 5));
        for (int i = 0; i < PendingRows.MOST_ROWS; i++) {
            rows.add(row("row " + i, true, 1));
        }

        assertThat(rows.size()).isEqualTo(PendingRows.MOST_ROWS);
        assertThat(rows.dropped()).isEqualTo(2);
        rows.add(row("row 7", true, 2));
        assertThat(rows.dropped()).as("in the place of another").isEqualTo(2);
    }
}
