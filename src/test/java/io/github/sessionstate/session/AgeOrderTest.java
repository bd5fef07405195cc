package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class AgeOrderTest {
    private final AgeOrder order = new AgeOrder();
    private final Random random = new Random(3);
    private final Map<Session, Long> versions = new HashMap<>();

    private static XmppSession session(int number) {
        return new XmppSession(null, String.format("%06d", number), new StubHost(),
                SessionState.accepted(new StubConnection(1)), Instant.EPOCH, null);
    }

    private void add(XmppSession session) {
        order.add(session, session.state());
        Places places = order.places();
        versions.put(session, places.versions()[Arrays.asList(places.sessions()).indexOf(session)]);
    }

    private List<String> ids() {
        return Arrays.stream(order.places().sessions()).filter(Objects::nonNull).map(Session::id).toList();
    }

    /** Each has the state and the version that it came with, wherever it was moved. */
    private void expectOwnStates() {
        Places places = order.places();
        assertThat(places.states()).containsExactly(Arrays.stream(places.sessions())
                .map(session -> session == null ? null : session.state()).toArray(SessionState[]::new));
        assertThat(IntStream.range(0, places.sessions().length).filter(place -> places.sessions()[place] != null)
                .allMatch(place -> places.versions()[place] == versions.get(places.sessions()[place]))).isTrue();
    }

    /** Also where one overtakes another on its way into the table, and where most end. */
    @Test
    void itHoldsTheLiveOnesInOrder() {
        List<XmppSession> live = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            boolean isGrowing = i / 500 % 2 == 0;
            if (live.isEmpty() || random.nextInt(10) < (isGrowing ? 8 : 2)) {
                // Two that come at once, in either order.
                List<XmppSession> pair = new ArrayList<>(List.of(session(2 * i), session(2 * i + 1)));
                if (random.nextInt(3) == 0) {
                    add(pair.get(1));
                    if (random.nextBoolean() && !live.isEmpty()) {
                        order.remove(live.remove(live.size() - 1));
                    }
                    add(pair.get(0));
                } else {
                    pair.forEach(this::add);
                }
                live.addAll(pair);
            } else {
                order.remove(live.remove(random.nextInt(live.size())));
            }
            live.sort(Comparator.comparing(Session::id));
            expectOwnStates();
            assertThat(ids()).isEqualTo(live.stream().map(Session::id).toList());
            assertThat(order.places().sessions().length).isLessThanOrEqualTo(Math.max(64, 2 * live.size() + 1));
        }
        assertThat(new HashSet<>(versions.values())).hasSameSizeAs(versions.values());
        live.forEach(order::remove);
        assertThat(order.places().sessions()).isEmpty();
    }

    @Test
    void aSessionKeepsItsPlaceWhileFewEnd() {
        List<XmppSession> sessions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sessions.add(session(i));
            add(sessions.get(i));
        }
        for (int i = 0; i < 30; i++) {
            order.remove(sessions.get(i));
        }
        assertThat(order.places().sessions()[50]).isSameAs(sessions.get(50));
        assertThat(order.places().sessions()[29]).isNull();
    }
}
