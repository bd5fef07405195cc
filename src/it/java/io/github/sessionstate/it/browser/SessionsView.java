package io.github.sessionstate.it.browser;

import com.google.gson.Gson;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The plugin's page as its reader sees it. */
public final class SessionsView {
    /** The page asks every two seconds, without a login every five; the rest is for a slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(15);
    /** All rows in one look: between two the page may have changed. */
    private static final String ROWS = """
            return JSON.stringify([...document.querySelectorAll('#ss-rows tr')].map(row => ({
                id: row.dataset.id,
                menuLabel: row.querySelector('.ss-more').getAttribute('aria-label'),
                cells: Object.fromEntries([...row.querySelectorAll('td[data-column]')]
                    .map(cell => [cell.dataset.column, cell.textContent])),
                titles: Object.fromEntries([...row.querySelectorAll('td[data-column]')]
                    .map(cell => [cell.dataset.column, cell.title])),
            })));
            """;

    private final Browser browser;
    private final OpenfireHost host;

    /**
     * One session on the page.
     *
     * @param id        the session's id
     * @param menuLabel what the menu's button tells those who cannot see the table
     * @param cells     the text of each column's cell
     * @param titles    the tooltip of each column's cell
     */
    public record Row(String id, String menuLabel, Map<String, String> cells, Map<String, String> titles) {
        /** The text in the cell of a column. */
        public String cell(String column) {
            return cells.get(column);
        }
    }

    /** The page of this host; it is not open yet. */
    public SessionsView(Browser browser, OpenfireHost host) {
        this.browser = browser;
        this.host = host;
    }

    /** Opens the page, through the console's login form if it comes up, and returns when the sessions are shown. */
    public void open() {
        open("admin", "admin");
    }

    /** Opens the page alike, as this user, who must be an administrator. */
    public void open(String username, String password) {
        browser.open(host.console().url(PluginPaths.PAGE));
        if (isLogin()) {
            logIn(username, password);
        }
        awaitLive();
    }

    /** Whether the console's login form is open instead. */
    public boolean isLogin() {
        return browser.address().getPath().equals("/login.jsp");
    }

    /** Logs in as the administrator by the form that is open. */
    public void logIn() {
        logIn("admin", "admin");
    }

    private void logIn(String username, String password) {
        browser.element("input[name=username]").sendKeys(username);
        browser.element("input[name=password]").sendKeys(password);
        browser.element("input[name=password]").submit();
        Await.until("the login leads to the page", LIMIT,
                () -> browser.address().getPath().equals(PluginPaths.PAGE));
    }

    /** Waits until the page says that what it shows is live. */
    public void awaitLive() {
        awaitState("on", "Live");
    }

    /** Waits until the page is in this state and says this of it. */
    public void awaitState(String state, String words) {
        AtomicReference<String> last = new AtomicReference<>();
        await(() -> "the page says " + words + ", but " + last, () -> {
            Object now = browser.run("const page = document.getElementById('sessionstate');"
                    + "return page && `${page.dataset.live}: ${page.querySelector('#ss-live').textContent}`;");
            last.set(String.valueOf(now));
            return last.get().equals(state + ": " + words);
        });
    }

    /** The rows, in their order. */
    public List<Row> rows() {
        return Arrays.asList(new Gson().fromJson((String) browser.run(ROWS), Row[].class));
    }

    /** The session's row once it is as expected. */
    public Row await(String what, String id, Predicate<Row> expected) {
        AtomicReference<Row> found = new AtomicReference<>();
        await(() -> what + ", but " + found, () -> {
            found.set(rows().stream().filter(row -> row.id().equals(id)).findFirst().orElse(null));
            return found.get() != null && expected.test(found.get());
        });
        return found.get();
    }

    /** The session's row once there is one, and once the page has seen all that happened until this call. */
    public Row await(String id) {
        try {
            long version = host.adminLogin().getJson(PluginPaths.SESSIONS + "?limit=0").get("version").getAsLong();
            await(() -> "what happened so far", () -> (Boolean) browser.run("return Number(document.getElementById("
                    + "'sessionstate').dataset.version) >= arguments[0]", version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return await("a row of " + id, id, row -> true);
    }

    /** Waits until the session has no row any more. */
    public void awaitGone(String id) {
        await(() -> "no row of " + id, () -> rows().stream().noneMatch(row -> row.id().equals(id)));
    }

    /** Waits until exactly these sessions are shown, in this order. */
    public void awaitRows(String what, String... ids) {
        AtomicReference<List<String>> shown = new AtomicReference<>();
        await(() -> what + ", but " + shown, () -> {
            shown.set(rows().stream().map(Row::id).toList());
            return shown.get().equals(List.of(ids));
        });
    }

    /** Waits until the page has asked the server once more. */
    public void awaitUpdate() {
        String before = text("ss-updated");
        await(() -> "another update than " + before, () -> !text("ss-updated").equals(before));
    }

    /** Types a filter in place of the one that is there. */
    public void filter(String filter) {
        // As a person does it: of a box that is emptied in any other way the page may not know, and fill it again.
        browser.element("#ss-q").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, filter);
    }

    /** The filter that is typed. */
    public String filterText() {
        return (String) browser.run("return document.getElementById('ss-q').value");
    }

    /** Waits until the page says this of the filter. */
    public void awaitProblem(String problem) {
        await(() -> "the problem " + problem + ", but " + text("ss-q-error"),
                () -> text("ss-q-error").equals(problem));
    }

    /** The tile of a count. */
    public WebElement tile(String count) {
        return browser.element("#ss-tiles [data-count='" + count + "']");
    }

    /** The heading of a column. */
    public WebElement heading(String column) {
        return browser.element(".ss-table th[data-column='" + column + "']");
    }

    /** Presses the heading of a column. */
    public void pressHeading(String column) {
        heading(column).findElement(By.tagName("button")).click();
    }

    /** The columns that are drawn, by their keys; maybe fewer than were chosen. */
    @SuppressWarnings("unchecked")
    public List<String> columnsInSight() {
        return (List<String>) browser.run("return [...document.querySelectorAll('.ss-table th[data-column]')]"
                + ".filter(heading => heading.offsetWidth > 0).map(heading => heading.dataset.column)");
    }

    /** The id of the session in whose row the focus is; null if it is in none. */
    public String focusedRow() {
        return (String) browser.run("return document.activeElement.closest("
                + "':is(#ss-rows, #ss-ended-rows) tr')?.dataset.id");
    }

    /** Chooses to close the session, and waits for the question that follows. */
    public void pressClose(String id) {
        choose(id, "close");
        await(() -> "the question comes up", () -> !browser.elements("#ss-close").isEmpty());
    }

    /** Opens the session's menu. */
    public void openMenu(String id) {
        browser.element("#ss-rows tr[data-id='" + id + "'] .ss-more").click();
        await(() -> "the menu opens", () -> browser.element(".ss-menu").isDisplayed());
    }

    /** Opens the session's menu and chooses. */
    public void choose(String id, String action) {
        openMenu(id);
        browser.element(".ss-menu [data-action='" + action + "']").click();
    }

    /** Opens the panel of this id by the button above it. */
    public void openPanel(String id) {
        browser.element("[popovertarget=" + id + "]").click();
        await(() -> "the panel " + id + " opens", () -> browser.element("#" + id).isDisplayed());
    }

    /** Begins to do something to all sessions that match the filter, and waits for the dialog. */
    public void actOnMatching(String action) {
        openPanel("ss-matching");
        browser.element("#ss-matching [data-matching=" + action + "]").click();
        awaitElement("#ss-" + action);
    }

    /** Has the table show these columns, in this order, as if the administrator had chosen them, and opens it anew. */
    public void showColumns(String... columns) {
        browser.run("localStorage.setItem('sessionstate.columns.admin', JSON.stringify([...arguments[0], "
                + "...JSON.parse(document.getElementById('sessionstate').dataset.facts).columns.map(column => column.key)"
                + ".filter(key => !arguments[0].includes(key)).map(key => `-${key}`)]))", List.of(columns));
        // An address that names columns has its own.
        browser.run("const address = new URL(location); address.searchParams.delete('columns'); location.replace(address)");
        awaitLive();
    }

    /** Selects the session, or not any more. */
    public void select(String id) {
        browser.element("#ss-rows tr[data-id='" + id + "'] .ss-select").click();
    }

    /** Waits for an element of this CSS selector; gives it. */
    public WebElement awaitElement(String selector) {
        await(() -> selector, () -> !browser.elements(selector).isEmpty());
        return browser.element(selector);
    }

    /** Waits until the element of this CSS selector has this in its text. */
    public void awaitText(String selector, String part) {
        AtomicReference<String> last = new AtomicReference<>();
        await(() -> part + " in " + selector + ", but " + last, () -> {
            last.set((String) browser.run("return document.querySelector(arguments[0])?.textContent ?? null", selector));
            return last.get() != null && last.get().replaceAll("\\s+", " ").contains(part);
        });
    }

    /** The question before a close, and its parts: {@code -who}, {@code -condition}, {@code -confirm} ... */
    public WebElement question(String part) {
        return browser.element("#ss-close" + part);
    }

    /** Answers the question: close the session, and tell the client this. */
    public void confirmClose(String condition, String text) {
        question("-condition").findElement(By.xpath("option[.='" + condition + "']")).click();
        question("-text").sendKeys(text);
        question("-confirm").click();
    }

    /** Waits until the question shows an outcome of this kind; gives its words. */
    public String awaitOutcome(String state) {
        return awaitOutcome("ss-close", state);
    }

    /** Waits until the dialog of this id shows an outcome of this kind; gives its words. */
    public String awaitOutcome(String dialog, String state) {
        WebElement outcome = browser.element("#" + dialog + "-outcome");
        await(() -> "outcome " + state + ", but " + outcome.getDomAttribute("data-state") + ": " + outcome.getText(),
                () -> state.equals(outcome.getDomAttribute("data-state")));
        return outcome.getText();
    }

    /** The text of an element of the page, shown or not. */
    public String text(String id) {
        return (String) browser.run("return document.getElementById(arguments[0]).textContent", id);
    }

    private static void await(Supplier<String> what, Callable<Boolean> holds) {
        try {
            Await.until("", LIMIT, holds);
        } catch (AssertionError e) {
            throw new AssertionError("Not within " + LIMIT.toSeconds() + " s: " + what.get(), e);
        }
    }
}
