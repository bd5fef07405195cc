package io.github.sessionstate.it.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.UnexpectedAlertBehaviour;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The installed Chromium, without a window and with a profile of its own. A dialog that a page wants to open sets
 * {@code window.hacked} instead.
 */
public final class Browser implements AutoCloseable {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 900;
    /** A dialog would block the page and the test; so it only leaves its mark. */
    private static final String DIALOGS = """
            for (const dialog of ['alert', 'confirm', 'prompt', 'print']) {
                window[dialog] = message => { window.hacked = `${dialog} ${message}`; };
            }
            """;

    /** Warns that it has no classes for this Chromium's debugging protocol; nothing here needs them. */
    private static final Logger UNNEEDED = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        UNNEEDED.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;
    private final Path profile;
    // The size that a test asked for; null for the window's own.
    private Dimension resized;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Whether there is one on this machine. */
    public static boolean isInstalled() {
        return Programs.find().isPresent();
    }

    /** What to say of tests that cannot run without one. */
    public static String missing() {
        return Programs.MISSING;
    }

    /** Starts it. */
    public static Browser start() throws IOException {
        Optional<Programs> programs = Programs.find();
        if (programs.isEmpty()) {
            throw new IOException(Programs.MISSING);
        }
        Path profiles = Files.createDirectories(Path.of("target", "browser").toAbsolutePath());
        Path profile = Files.createTempDirectory(profiles, "profile-");
        ChromeOptions options = new ChromeOptions();
        // With both programs named, Selenium looks for none itself, which would end in a download.
        options.setBinary(programs.get().browser().toFile());
        options.addArguments(
                "--headless=new", "--user-data-dir=" + profile, "--window-size=" + WIDTH + "," + HEIGHT,
                // Tests run as root, in containers with little shared memory and no GPU.
                "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                // Nothing but the pages that a test opens.
                "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-quic", "--no-proxy-server",
                // Times and numbers as the screenshot shows them everywhere.
                "--lang=en-US", "--accept-lang=en-US");
        options.setUnhandledPromptBehaviour(UnexpectedAlertBehaviour.IGNORE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(programs.get().driver().toFile()).usingAnyFreePort().build();
        ChromeDriver driver = null;
        try {
            driver = new ChromeDriver(service, options);
            Browser browser = new Browser(driver, profile);
            browser.runInEveryPage(DIALOGS);
            return browser;
        } catch (RuntimeException e) {
            if (driver != null) {
                driver.quit();
            }
            delete(profile);
            throw e;
        }
    }

    /** Puts it back to how it started: one empty tab, nobody logged in, nothing remembered, no network cut. */
    public void renew() {
        Object origin = run("return location.origin");
        Set<String> used = driver.getWindowHandles();
        driver.switchTo().newWindow(WindowType.TAB);
        String fresh = driver.getWindowHandle();
        for (String tab : used) {
            driver.switchTo().window(tab).close();
        }
        driver.switchTo().window(fresh);
        resized = null;
        // Not before: a page that is open would ask on, and log that it is refused.
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Storage.clearDataForOrigin",
                Map.of("origin", origin, "storageTypes", "local_storage"));
        runInEveryPage(DIALOGS);
    }

    /** Opens an address and returns when the page and its scripts have loaded. */
    public void open(URI address) {
        driver.get(address.toString());
    }

    /** Where it is now. */
    public URI address() {
        return URI.create(driver.getCurrentUrl());
    }

    /** The elements of a CSS selector, maybe none. */
    public List<WebElement> elements(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The first element of a CSS selector, which must be there. */
    public WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Runs a script in the page, as the body of a function, and gives what it returns. */
    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs a script that calls its last argument when it is done, and gives what that was called with. */
    public Object runAsync(String script) {
        return driver.executeAsyncScript(script);
    }

    /** Runs a script in every page that is opened from now on, before the page's own ones. */
    public void runInEveryPage(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** For how many seconds the open page has kept its main thread busy since this was first asked. */
    public double busySeconds() {
        driver.executeCdpCommand("Performance.enable", Map.of());
        for (Object metric : (List<?>) driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics")) {
            Map<?, ?> named = (Map<?, ?>) metric;
            if (named.get("name").equals("TaskDuration")) {
                return ((Number) named.get("value")).doubleValue();
            }
        }
        throw new IllegalStateException("The browser does not tell");
    }

    /** Clicks on an element with the shift key held down. */
    public void shiftClick(WebElement element) {
        new Actions(driver).keyDown(Keys.SHIFT).click(element).keyUp(Keys.SHIFT).perform();
    }

    /** Presses keys, on what has the focus. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Opens an address in another tab, which is in front from then on; gives the way back. */
    public Runnable openBeside(URI address) {
        String before = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(address.toString());
        return () -> {
            driver.close();
            driver.switchTo().window(before);
        };
    }

    /** Makes the window this wide, in pixels of the page. */
    public void resize(int width) {
        resize(width, HEIGHT);
    }

    /** Makes the window this wide and high, in pixels of the page. */
    public void resize(int width, int height) {
        resized = new Dimension(width, height);
        show(width, height);
    }

    private void show(Object width, Object height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Cuts the browser off from every server, or lets it reach them again. */
    public void offline(boolean offline) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand("Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Puts the browser into this time zone, by its name in the database of zones. */
    public void timeZone(String zone) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
    }

    /** Has pages believe that their reader prefers dark ones. */
    public void preferDark() {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    /** Sets a cookie for the host of the open page. */
    public void setCookie(String name, String value) {
        driver.manage().addCookie(new Cookie.Builder(name, value).path("/").isHttpOnly(true).build());
    }

    /** Forgets a cookie. */
    public void deleteCookie(String name) {
        driver.manage().deleteCookieNamed(name);
    }

    /** The errors in the browser's console since the last call: of scripts, of requests, of the security policy. */
    public List<String> takeErrors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue()).map(LogEntry::getMessage)
                .toList();
    }

    /** A PNG of the whole open page, as wide as its window and however long it is. */
    public byte[] screenshot() {
        show(run("return innerWidth"), run("return document.documentElement.scrollHeight"));
        try {
            return driver.getScreenshotAs(OutputType.BYTES);
        } finally {
            driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
            if (resized != null) {
                show(resized.getWidth(), resized.getHeight());
            }
        }
    }

    @Override
    public void close() {
        driver.quit();
        delete(profile);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A last process of the browser may still write; the directory is below target and harms nobody.
            System.err.println("Could not delete " + directory + ": " + e);
        }
    }
}
