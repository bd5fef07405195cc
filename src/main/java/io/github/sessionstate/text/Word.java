package io.github.sessionstate.text;

import java.util.Locale;

/** The word of an enumeration's constant, as JSON, properties, logs and texts have it. */
public final class Word {
    private Word() {
    }

    /** The name in snake case, such as {@code kick_old}. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).intern();
    }
}
