package io.github.sessionstate.it.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the installed browser and its driver are. Neither is ever downloaded: a build must not change by itself.
 *
 * @param browser Chromium or Chrome
 * @param driver  the chromedriver that fits it
 */
record Programs(Path browser, Path driver) {
    private static final String BROWSER = "browser.binary";
    private static final String DRIVER = "browser.driver";
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome-stable",
            "google-chrome", "chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");
    private static final List<String> USUAL_PLACES = List.of("/usr/bin", "/usr/local/bin", "/usr/lib/chromium",
            "/usr/lib/chromium-browser", "/opt/google/chrome", "/snap/bin");

    /** For whoever lacks one of them. */
    static final String MISSING = "No browser tests: no Chromium with its chromedriver found; install both (Debian: "
            + "chromium and chromium-driver), or name them by -D" + BROWSER + "=FILE and -D" + DRIVER + "=FILE";

    static Optional<Programs> find() {
        Optional<Path> browser = find(BROWSER, BROWSERS);
        Optional<Path> driver = find(DRIVER, DRIVERS);
        return browser.flatMap(found -> driver.map(foundDriver -> new Programs(found, foundDriver)));
    }

    private static Optional<Path> find(String property, List<String> names) {
        String named = System.getProperty(property, "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        List<String> places = Stream.concat(Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path),
                USUAL_PLACES.stream()).filter(place -> !place.isBlank()).toList();
        return names.stream().flatMap(name -> places.stream().map(place -> Path.of(place, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }
}
