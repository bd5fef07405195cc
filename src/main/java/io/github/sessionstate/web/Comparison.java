package io.github.sessionstate.web;

/** How a filter compares a session's value with another. */
enum Comparison {
    LESS("<"), AT_MOST("<="), GREATER(">"), AT_LEAST(">="), EQUAL("=");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    /** The one that the text begins with; null if there is none. */
    static Comparison at(String text) {
        Comparison found = null;
        for (Comparison one : values()) {
            if (text.startsWith(one.sign) && (found == null || one.sign.length() > found.sign.length())) {
                found = one;
            }
        }
        return found;
    }

    /** How many characters it has. */
    int length() {
        return sign.length();
    }

    /** Whether it holds for this result of a comparison of the two. */
    boolean holds(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            case AT_LEAST -> order >= 0;
            case EQUAL -> order == 0;
        };
    }

    /** The one that holds when this does not. There is none of {@link #EQUAL}. */
    Comparison opposite() {
        return switch (this) {
            case LESS -> AT_LEAST;
            case AT_MOST -> GREATER;
            case GREATER -> AT_MOST;
            case AT_LEAST -> LESS;
            case EQUAL -> throw new IllegalStateException();
        };
    }

    /** The one to use once the two values have changed places: {@code <} becomes {@code >}. */
    Comparison mirrored() {
        return switch (this) {
            case LESS -> GREATER;
            case AT_MOST -> AT_LEAST;
            case GREATER -> LESS;
            case AT_LEAST -> AT_MOST;
            case EQUAL -> EQUAL;
        };
    }
}
