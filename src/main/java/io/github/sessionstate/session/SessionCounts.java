package io.github.sessionstate.session;

/**
 * How many live sessions are in which state, kept as they change. Each number is right by itself; while sessions change
 * they may be from slightly different moments.
 */
public record SessionCounts(int total, int notOpen, int unauthed, int unbound, int connected, int available,
                            int interested, int detached) {
}
