package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void endsOfConnectionsAreOrderedByTheirNumbers() {
        List<Endpoint> ordered = Stream.of("9.0.0.1 1", "10.0.0.1 7", "10.0.0.1 60000", "200.0.0.1 1", "::1 0",
                "7fff::1 1", "ffff::1 1", "ffff::2 1").map(Endpoint::parse).toList();
        List<Endpoint> sorted = new ArrayList<>(ordered);
        Collections.shuffle(sorted, new Random(4));
        Collections.sort(sorted);

        assertThat(sorted).isEqualTo(ordered);
        assertThat(ordered).extracting(Endpoint::toString).allSatisfy(text ->
                assertThat(Endpoint.parse(text)).hasToString(text));
    }
}
