package io.github.sessionstate.session;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.text.Quote;

/**
 * What a client says of itself when it logs in (XEP-0388 §2.3): its own words, so neither true nor harmless. Each part
 * is null if it does not tell.
 *
 * @param id       a UUID that stays the same for this program on this device. It identifies a person's device: not to
 *                 be logged
 * @param software the program
 * @param device   the device, by its name
 */
public record UserAgent(String id, String software, String device) {
    private static final int MAX_LENGTH = 256;

    /** Cuts what is long: clients choose, and lists show it of every session. */
    public UserAgent {
        id = Quote.cut(id, MAX_LENGTH);
        software = Quote.cut(software, MAX_LENGTH);
        device = Quote.cut(device, MAX_LENGTH);
    }

    /** What it tells. */
    public Stream<String> parts() {
        return Stream.of(id, software, device).filter(Objects::nonNull);
    }

    /** Software and device in one line, without the id. */
    @Override
    public String toString() {
        return Stream.of(software, device).filter(Objects::nonNull).collect(Collectors.joining(", "));
    }
}
