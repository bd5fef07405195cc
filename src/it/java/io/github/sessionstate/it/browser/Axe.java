package io.github.sessionstate.it.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** axe-core, which looks for what keeps people out of a page. */
public final class Axe {
    // What is open above the page is all that one can use then; the page below is as it was before that.
    private static final String RUN = """
            const done = arguments[0];
            const top = [...document.querySelectorAll(':is(dialog:modal, :popover-open)')].at(-1);
            axe.run(top ?? '#sessionstate', { resultTypes: ['violations'] }).then(
                result => done(JSON.stringify(result.violations.map(violation =>
                    `${violation.id}: ${violation.nodes.map(
                        node => node.html + ' ' + node.failureSummary).join('; ')}`))),
                error => done(String(error)));
            """;

    private Axe() {
    }

    /**
     * What it finds on the plugin's page that is open, or in the dialog or panel that is open above that, as a JSON array
     * of texts; {@code []} for nothing.
     */
    public static String violations(Browser browser) throws IOException {
        if (!(Boolean) browser.run("return 'axe' in window")) {
            try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
                browser.run(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return (String) browser.runAsync(RUN);
    }
}
