package io.github.sessionstate.history;

/**
 * How a session came and went that lost its connection.
 *
 * @param first    its first connection; null if that is not known
 * @param detaches how often it lost one
 * @param resumes  how often it got another
 */
record Moves(PastConnection first, int detaches, int resumes) {
    Moves detached() {
        return new Moves(first, detaches + 1, resumes);
    }

    Moves resumed() {
        return new Moves(first, detaches, resumes + 1);
    }
}
