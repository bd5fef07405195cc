package io.github.sessionstate.it.browser;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What keeps people out of a page, or has parts of it out of sight, at the size that the window has. */
public final class Soundness {
    /** Those of a phone, a desktop and a laptop, in pixels; the last is the one that tests begin with. */
    public static final List<Integer> WIDTHS = List.of(390, 1920, 1280);
    // A wider window shows more of the same. What axe-core takes its time for would be found in this one too.
    private static final int WIDEST_FOR_AXE = 1280;

    /** What scrolls or is cut by itself may be larger than the window; else nothing may stick out of it. */
    private static final String STICKING_OUT = """
            const page = document.getElementById('sessionstate');
            const width = document.documentElement.clientWidth;
            const isHeld = part => {
                const holder = part.parentElement.closest('#sessionstate *');
                return holder !== null && (getComputedStyle(holder).overflowX !== 'visible' || isHeld(holder));
            };
            return [page, ...page.querySelectorAll('*')].filter(part => {
                const { left, right, width: own } = part.getBoundingClientRect();
                return own > 0 && (left < 0 || right > width + 1) && (part === page || !isHeld(part));
            }).map(part => `out of the window: ${part.outerHTML.slice(0, 100)}`);
            """;
    /** What is open above the page is all that can be pressed then. Whatever is scrolled to is scrolled back. */
    private static final String COVERED = """
            const top = [...document.querySelectorAll(':is(dialog:modal, :popover-open)')].at(-1)
                ?? document.getElementById('sessionstate');
            const scrolled = [document.documentElement, ...document.querySelectorAll('#sessionstate, #sessionstate *')]
                .map(part => [part, part.scrollLeft, part.scrollTop]);
            const covered = [...top.querySelectorAll('a[href], button, input, select, summary, textarea')]
                .filter(control => control.checkVisibility({ visibilityProperty: true }) && !control.disabled)
                .filter(control => {
                    control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
                    const [{ left, top, width, height }] = control.getClientRects();
                    return !control.contains(document.elementFromPoint(left + width / 2, top + height / 2));
                }).map(control => `cannot be pressed: ${control.outerHTML.slice(0, 100)}`);
            scrolled.forEach(([part, left, top]) => part.scrollTo({ left, top, behavior: 'instant' }));
            return covered;
            """;
    private static final String SCROLLS_SIDEWAYS = """
            const { scrollWidth, clientWidth } = document.documentElement;
            return Math.max(0, scrollWidth - clientWidth);
            """;

    private Soundness() {
    }

    /** What is wrong with the plugin's page that is open, each in words; empty for nothing. */
    public static List<String> problems(Browser browser) throws IOException {
        List<String> problems = new ArrayList<>();
        if ((Long) browser.run("return innerWidth") <= WIDEST_FOR_AXE) {
            String violations = Axe.violations(browser);
            if (!violations.equals("[]")) {
                problems.add(violations);
            }
        }
        for (String search : List.of(STICKING_OUT, COVERED)) {
            ((List<?>) browser.run(search)).forEach(part -> problems.add(String.valueOf(part)));
        }
        Object sideways = browser.run(SCROLLS_SIDEWAYS);
        if (!Long.valueOf(0).equals(sideways)) {
            problems.add("the page scrolls sideways by " + sideways);
        }
        return problems;
    }
}
