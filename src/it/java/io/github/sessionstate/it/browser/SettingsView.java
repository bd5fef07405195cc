package io.github.sessionstate.it.browser;

import io.github.sessionstate.it.support.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The settings page as its reader sees it. Settings go by their names without {@code plugin.sessionstate.}. */
public final class SettingsView {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Browser browser;

    /** The page that is open in this browser. */
    public SettingsView(Browser browser) {
        this.browser = browser;
    }

    /** Waits until the form is filled. */
    public void awaitForm() {
        Await.until("the form", LIMIT, () -> !browser.elements("#ss-settings .ss-setting").isEmpty());
    }

    /** All that belongs to a setting. */
    public WebElement setting(String name) {
        return browser.element(".ss-setting[data-setting='plugin.sessionstate." + name + "']");
    }

    /** The control of a setting. */
    public WebElement control(String name) {
        return setting(name).findElement(By.cssSelector("input, select"));
    }

    /** What the control of a setting holds. */
    public String value(String name) {
        return (String) browser.run("return arguments[0].value", control(name));
    }

    /** Types a value in place of the one that is there. */
    public void type(String name, String value) {
        control(name).sendKeys(Keys.chord(Keys.CONTROL, "a"), value);
    }

    /** Chooses a value. */
    public void choose(String name, String value) {
        control(name).findElement(By.cssSelector("option[value='" + value + "']")).click();
    }

    /** Turns a setting on or off. */
    public void toggle(String name) {
        control(name).click();
    }

    /** Presses the button that sets a setting to its default. */
    public void pressDefault(String name) {
        WebElement button = setting(name).findElement(By.className("ss-default"));
        // Out from under the line with the Save button.
        browser.run("arguments[0].scrollIntoView({ block: 'center' })", button);
        button.click();
    }

    /** Whether a setting is marked as changed and not saved. */
    public boolean isUnsaved(String name) {
        return "true".equals(setting(name).getDomAttribute("data-changed"));
    }

    /** What is said against the value of a setting; empty for nothing. */
    public String problem(String name) {
        return setting(name).findElement(By.className("ss-q-error")).getText();
    }

    /** What the page says to mind about a setting; empty if there is nothing. */
    public String warning(String name) {
        return setting(name).findElement(By.className("ss-warning")).getText();
    }

    /** Presses Save. */
    public void save() {
        browser.element("#ss-save").click();
    }

    /** Waits until the page says that it was saved or that it was not; gives its words. */
    public String awaitOutcome(String state) {
        AtomicReference<String> words = new AtomicReference<>();
        // In one look: between two the page may have changed.
        Await.until("outcome " + state, LIMIT, () -> {
            words.set((String) browser.run("const outcome = document.getElementById('ss-outcome');"
                    + "return outcome.dataset.state === arguments[0] ? outcome.textContent : null", state));
            return words.get() != null;
        });
        return words.get();
    }
}
