package io.github.sessionstate.it.xmpp;

import java.io.StringReader;
import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.io.SAXReader;

/**
 * Cuts the text of an XML stream into its header and its top-level elements. It counts tags to find where an element
 * ends, and leaves the rest to a parser: a parser on the stream itself would have to wait for input, and the JDK's does
 * not tell where in the input it is.
 */
final class StreamBuffer {
    private final StringBuilder text = new StringBuilder();
    private String header = "";
    private String headerName;

    void append(String more) {
        text.append(more);
    }

    /** What has arrived but is not a complete element. */
    String rest() {
        return text.toString();
    }

    /** A new stream on the same connection: the next element is its header. */
    void restart() {
        header = "";
        headerName = null;
    }

    boolean hasHeader() {
        return headerName != null;
    }

    /**
     * Takes the header, without content, or the next element out of the buffer.
     *
     * @return null if it is not complete
     * @throws StreamEndedException at the end tag of the stream
     */
    Element next() throws StreamEndedException {
        int end = endOfNext();
        if (end < 0) {
            return null;
        }
        String taken = text.substring(0, end);
        text.delete(0, end);
        if (headerName == null) {
            header = taken.strip();
            Element root = parse(header);
            headerName = root.getQualifiedName();
            return root;
        }
        return parse(header + taken).elements().get(0);
    }

    /** The offset behind the header or behind the first complete element; -1 if there is none. */
    private int endOfNext() throws StreamEndedException {
        // An XML declaration is one only at the very start.
        if (headerName == null) {
            text.delete(0, text.length() - text.toString().stripLeading().length());
        }
        int depth = headerName == null ? 0 : 1;
        int end;
        for (int start = text.indexOf("<"); start >= 0; start = text.indexOf("<", end)) {
            end = endOfMarkup(start);
            if (end < 0) {
                return -1;
            }
            boolean isEmptyElement = text.charAt(end - 2) == '/';
            switch (text.charAt(start + 1)) {
                case '?', '!' -> { }
                case '/' -> depth--;
                default -> depth += isEmptyElement ? 0 : 1;
            }
            if (depth == 0 && text.charAt(start + 1) == '/') {
                throw new StreamEndedException("The server closed the stream");
            }
            if (depth == 1 && !"?!".contains(text.substring(start + 1, start + 2))) {
                return end;
            }
        }
        return -1;
    }

    /** The offset behind the tag, comment, instruction or CDATA section that starts here; -1 if it is not complete. */
    private int endOfMarkup(int start) {
        if (text.length() < start + 2) {
            return -1;
        }
        for (String[] special : new String[][] {{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}}) {
            if (text.indexOf(special[0], start) == start) {
                int end = text.indexOf(special[1], start + special[0].length());
                return end < 0 ? -1 : end + special[1].length();
            }
        }
        char quote = 0;
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            }
        }
        return -1;
    }

    private Element parse(String document) {
        try {
            String name = headerName;
            if (name == null) {
                String start = document.substring(document.lastIndexOf('<') + 1);
                name = start.split("[\\s>]", 2)[0];
            }
            return new SAXReader().read(new StringReader(document + "</" + name + ">")).getRootElement();
        } catch (DocumentException e) {
            throw new IllegalStateException("Not well-formed: " + document, e);
        }
    }
}
