package io.github.sessionstate.session;

/**
 * How many live sessions are in which state, kept as they change. Each number is right by itself; while sessions change
 * they may be from slightly different moments.
 */
public record SessionCounts(int total, int notopen, int c2sUnauthed, int c2sUnbound, int connected,
                            int available, int interested, int detached) {
}
