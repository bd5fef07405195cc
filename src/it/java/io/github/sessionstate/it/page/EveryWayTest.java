package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A test that does the same by mouse and by keyboard alone, in windows of several widths. */
abstract class EveryWayTest extends BrowserTest {
    private boolean isByKeyboard;

    interface Step {
        void run() throws Exception;
    }

    void inEveryWay(List<Integer> widths, Step step) throws Exception {
        for (int width : widths) {
            browser.resize(width);
            for (boolean way : new boolean[] {false, true}) {
                isByKeyboard = way;
                step.run();
            }
        }
    }

    void press(String selector) {
        if (isByKeyboard) {
            tabTo(selector);
            boolean isBox = browser.element(selector).getTagName().equals("input");
            browser.press(isBox ? Keys.SPACE : Keys.ENTER);
        } else {
            inSight(selector).click();
        }
    }

    /** As somebody scrolls who looks for it: the driver is content with what stands behind a bar. */
    WebElement inSight(String selector) {
        browser.run("document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })", selector);
        return browser.element(selector);
    }

    void choose(String selector, String value) {
        if (isByKeyboard) {
            tabTo(selector);
            browser.press((String) browser.run("return document.activeElement.querySelector(`option[value='${arguments[0]}']`)"
                    + ".text", value));
        } else {
            inSight(selector + " option[value='" + value + "']").click();
        }
        assertThat(browser.element(selector).getDomProperty("value")).isEqualTo(value);
    }

    void type(String selector, String text) {
        if (isByKeyboard) {
            tabTo(selector);
        } else {
            inSight(selector).click();
        }
        browser.press(Keys.chord(Keys.CONTROL, "a"), text);
    }
}
