package io.github.sessionstate.it.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.host.OpenfireHost;

/** Pictures of the pages in their states, below {@code target/screenshots}, for people to look at. */
final class Pictures {
    private static final Path DIRECTORY = Path.of("target", "screenshots");

    private Pictures() {
    }

    /** Keeps a picture of the open page; its name tells the test host's console from the real one. */
    static byte[] keep(Browser browser, OpenfireHost host, String name) throws IOException {
        byte[] png = browser.screenshot();
        Files.createDirectories(DIRECTORY);
        Files.write(DIRECTORY.resolve(name + (host.hasConsoleFrame() ? ".png" : "-test-host.png")), png);
        return png;
    }
}
