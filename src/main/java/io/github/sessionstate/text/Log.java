package io.github.sessionstate.text;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one class. What stands in its lines beside the plugin's own words may come from anybody: each part is on
 * one line, without control characters, and cut if it is long.
 */
public final class Log {
    private static final int MAX_PART = 1_000;

    private final Logger logger;

    Log(Logger logger) {
        this.logger = logger;
    }

    /** The log of this class. */
    public static Log of(Class<?> type) {
        return new Log(LoggerFactory.getLogger(type));
    }

    /**
     * Writes a line for those who look for the cause of something.
     *
     * @param text  of the plugin, with {@code {}} for each part
     * @param parts in their order; a throwable behind them is logged with its stack
     */
    public void debug(String text, Object... parts) {
        if (logger.isDebugEnabled()) {
            logger.debug(text, onOneLine(parts));
        }
    }

    /** Writes a line for everybody; see {@link #debug}. */
    public void info(String text, Object... parts) {
        logger.info(text, onOneLine(parts));
    }

    /** Writes a line about what an administrator should look at; see {@link #debug}. */
    public void warn(String text, Object... parts) {
        logger.warn(text, onOneLine(parts));
    }

    /** Writes a line about what failed; see {@link #debug}. */
    public void error(String text, Object... parts) {
        logger.error(text, onOneLine(parts));
    }

    private static Object[] onOneLine(Object[] parts) {
        Object[] lines = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            boolean isCause = i == parts.length - 1 && parts[i] instanceof Throwable;
            lines[i] = isCause ? parts[i] : Quote.line(String.valueOf(parts[i]), MAX_PART);
        }
        return lines;
    }
}
