package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileServletTest {
    @TempDir
    private Path web;
    private Console console;

    @BeforeEach
    void begin() throws IOException {
        write("script/sessions.js", "export const a = '\u00e9';");
        write("style/sessionstate.css", "a { color: red }");
        write("lib/LICENSE", "Anything");
        write("WEB-INF/web-custom.xml", "<web-app/>");
        console = new Console(PageFiles.of(web));
    }

    @AfterEach
    void close() {
        console.close();
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(web.resolve(name).getParent());
        Files.writeString(web.resolve(name), text);
    }

    private static Exchange get(String path) {
        return new Exchange("GET", "sessionstate/" + path).run(new FileServlet());
    }

    @Test
    void pagesNameWhatABrowserMayKeep() {
        String base = console.console.files().base();
        assertThat(new Exchange("GET", ConsolePage.SESSIONS.path()).run(new PageServlet()).text())
                .contains("src=\"" + base + "script/sessions.js\"", "href=\"" + base + "script/table.js\"",
                        "href=\"" + base + "style/sessionstate.css\"");

        Exchange script = get(base + "script/sessions.js");
        assertThat(script.status).isEqualTo(200);
        assertThat(script.text()).isEqualTo("export const a = '\u00e9';");
        assertThat(script.headers).containsEntry("Content-Type", "text/javascript; charset=UTF-8")
                .containsEntry("Cache-Control", "private, max-age=31536000, immutable")
                .containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(get(base + "style/sessionstate.css").headers).containsEntry("Content-Type", "text/css; charset=UTF-8");
    }

    @Test
    void anotherTextOrNameHasAnotherAddress() throws IOException {
        String before = console.console.files().base();
        assertThat(PageFiles.of(web).base()).isEqualTo(before);
        write("style/sessionstate.css", "a { color: tan }");
        String changed = PageFiles.of(web).base();
        assertThat(changed).isNotEqualTo(before);
        Files.move(web.resolve("script/sessions.js"), web.resolve("script/list.js"));
        assertThat(PageFiles.of(web).base()).isNotIn(before, changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib/LICENSE", "WEB-INF/web-custom.xml", "script/../WEB-INF/web-custom.xml", "script/none.js",
            "script/", "", "/script/sessions.js", "script/sessions.js;x", "SCRIPT/SESSIONS.JS"})
    void nothingElseIsThere(String name) {
        assertThat(get(console.console.files().base() + name).status).isEqualTo(404);
    }

    @Test
    void ofAnotherVersionThereIsNothing() {
        assertThat(get("files/0123456789abcdef/script/sessions.js").status).isEqualTo(404);
        assertThat(get("files/").status).isEqualTo(404);
        String path = console.console.files().base() + "script/sessions.js";
        assertThat(new Exchange("POST", "sessionstate/" + path).run(new FileServlet()).status).isEqualTo(405);
        console.close();
        assertThat(get(path).status).isEqualTo(404);
    }
}
