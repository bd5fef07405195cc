package io.github.sessionstate.health;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells what the policies for binds decided. */
public interface BindReport {
    /**
     * How often a policy decided since the plugin was loaded, by what was the matter: {@code conflict}, {@code limit}
     * and {@code war}. All of them, in a fixed order.
     */
    Map<String, Long> decisions();

    /** The reconnect wars of this moment, the oldest first. */
    List<War> wars();

    /**
     * Clients that kept taking one resource from each other, until each got one of its own.
     *
     * @param fullJid what it is about
     * @param since   when it was detected
     * @param until   when the usual policy counts again
     */
    record War(String fullJid, Instant since, Instant until) {
    }
}
