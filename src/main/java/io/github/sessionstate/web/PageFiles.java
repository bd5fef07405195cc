package io.github.sessionstate.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The scripts and styles of the pages. A browser may keep them for good, as their address is another one once one of
 * them is: the server's own way to them has it ask for each again with every page.
 *
 * @param base  what stands before their names in the pages; empty if there are none here
 * @param files by their names, such as {@code script/sessions.js}
 */
public record PageFiles(String base, Map<String, Content> files) {
    /** None: the pages have them from the server. */
    public static final PageFiles NONE = new PageFiles("", Map.of());

    /** Below the plugin's. */
    static final String PATH = "files/";

    private static final String PLUGIN = "/sessionstate/";
    private static final List<String> DIRECTORIES = List.of("lib", "script", "style");
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=UTF-8", "js", "text/javascript; charset=UTF-8");
    private static final int VERSION_BYTES = 8;

    /** What a file has in it, and of which type that is. */
    record Content(String type, byte[] bytes) {
    }

    /** Reads those in the plugin's directory of web files. */
    public static PageFiles of(Path web) throws IOException {
        Map<String, Content> files = new TreeMap<>();
        for (String directory : DIRECTORIES) {
            try (Stream<Path> found = Files.list(web.resolve(directory))) {
                for (Path file : (Iterable<Path>) found::iterator) {
                    String name = file.getFileName().toString();
                    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
                    if (type != null) {
                        files.put(directory + '/' + name, new Content(type, Files.readAllBytes(file)));
                    }
                }
            }
        }
        return new PageFiles(PATH + version(files) + '/', files);
    }

    private static String version(Map<String, Content> files) {
        MessageDigest digest = Sha256.digest();
        files.forEach((name, file) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(file.bytes());
        });
        return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    }

    /** The file at this path; null if there is none, or none of this version any more. */
    Content at(String pathInfo) {
        String beginning = PLUGIN + base;
        return pathInfo.startsWith(beginning) ? files.get(pathInfo.substring(beginning.length())) : null;
    }
}
