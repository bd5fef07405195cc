package io.github.sessionstate.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The address of the page after one, as a header tells it (RFC 8288). */
final class NextLink {
    static final String HEADER = "Link";
    /** How long it may be: the server takes, and sends, headers of 8 KiB in all. */
    static final int MAX_LENGTH = 6_000;

    private static final String FROM = "from";
    // Another page is meant, and it is there at once.
    private static final Set<String> LEFT_OUT = Set.of(FROM, "before", "since", "wait");

    private NextLink() {
    }

    /**
     * The header's value. It names no host: what clients say of that is not to be trusted, and what a proxy makes of it
     * not to be known.
     *
     * @param path       one of {@link ApiPaths}
     * @param parameters of this page, each with one value
     * @param next       where the page after it begins
     */
    static String of(String path, Map<String, String[]> parameters, Cursor next) {
        Map<String, String> all = new LinkedHashMap<>();
        parameters.forEach((name, values) -> all.put(name, values[0]));
        all.keySet().removeAll(LEFT_OUT);
        all.put(FROM, next.toString());
        return all.entrySet().stream().map(one -> encode(one.getKey()) + '=' + encode(one.getValue()))
                .collect(Collectors.joining("&", "</plugins/" + path + '?', ">; rel=\"next\""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
