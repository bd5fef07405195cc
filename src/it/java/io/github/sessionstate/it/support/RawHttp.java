package io.github.sessionstate.it.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTTP client that sends requests as they are given, byte for byte, where others normalise paths and refuse headers. It
 * comes from an address of its own, so that nobody else has to wait for its wrong tokens.
 */
public final class RawHttp {
    private static final int LIMIT_MILLIS = 60_000;

    private final InetSocketAddress server;
    private final String from;

    /**
     * @param console any address in the console
     * @param from    the address to come from, such as 127.0.0.7
     */
    public RawHttp(URI console, String from) {
        this.server = new InetSocketAddress(console.getHost(), console.getPort());
        this.from = from;
    }

    /**
     * An answer.
     *
     * @param headers by their names in lower case; of several of a name the last
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        /** The media type without its parameters; empty if there is none. */
        public String type() {
            return headers.getOrDefault("content-type", "").split(";")[0].strip();
        }
    }

    /**
     * Sends a request on a connection of its own.
     *
     * @param target  as it stands in the first line
     * @param headers whole lines; the length of a body is among them if it should be
     */
    public Answer send(String method, String target, List<String> headers, byte[] body) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(server, LIMIT_MILLIS);
            socket.setSoTimeout(LIMIT_MILLIS);
            StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Connection: close\r\n");
            headers.forEach(line -> head.append(line).append("\r\n"));
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String line = line(in);
        if (!line.matches("HTTP/1\\.1 [1-5]\\d\\d.*")) {
            throw new IOException("No answer: " + line);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
        byte[] body = "chunked".equals(headers.get("transfer-encoding")) ? chunks(in) : in.readAllBytes();
        return new Answer(Integer.parseInt(line.substring(9, 12)), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
            body.writeBytes(in.readNBytes(length));
            line(in);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }
}
