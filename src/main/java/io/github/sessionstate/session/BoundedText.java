package io.github.sessionstate.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

import org.dom4j.Node;

import io.github.sessionstate.text.Quote;

/**
 * The beginning of a text of any length, and its length. The whole is never in memory.
 *
 * @param text   the whole if it is no longer than was asked for, else its beginning
 * @param length of the whole, in characters
 */
public record BoundedText(String text, int length) {
    /** The XML of this node, of which so many characters are kept. */
    public static BoundedText of(Node node, int maxLength) {
        Beginning beginning = new Beginning(maxLength);
        try {
            node.write(beginning);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BoundedText(Quote.cut(beginning.kept.toString(), maxLength), beginning.length);
    }

    /** Whether there is more than {@link #text()}. */
    public boolean isCut() {
        return text.length() < length;
    }

    // One character more than is wanted is kept, by which a half one is seen.
    private static final class Beginning extends Writer {
        private final StringBuilder kept = new StringBuilder();
        private final int maxLength;
        private int length;

        Beginning(int maxLength) {
            this.maxLength = maxLength;
        }

        @Override
        public void write(char[] buffer, int offset, int count) {
            length += count;
            int room = maxLength + 1 - kept.length();
            if (room > 0) {
                kept.append(buffer, offset, Math.min(room, count));
            }
        }

        @Override
        public void write(String text, int offset, int count) {
            length += count;
            int room = maxLength + 1 - kept.length();
            if (room > 0) {
                kept.append(text, offset, offset + Math.min(room, count));
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
