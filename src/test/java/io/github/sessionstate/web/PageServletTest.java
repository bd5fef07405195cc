package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.web.HookReport.Hook;
import io.github.sessionstate.web.HookReport.State;

class PageServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange get() {
        return new Exchange("GET", ApiPaths.PAGE);
    }

    @Test
    void theDecoratorFindsWhatItNeeds() {
        Exchange exchange = get().run(new PageServlet());

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.headers).containsEntry("Content-Type", "text/html; charset=UTF-8")
                .containsEntry("Cache-Control", "no-store").containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(exchange.text()).startsWith("<!DOCTYPE html>")
                .contains("<meta name=\"pageID\" content=\"sessionstate-sessions\"/>", "<title>page.title</title>");
    }

    @Test
    void nothingInItNeedsALaxSecurityPolicy() {
        String html = get().run(new PageServlet()).text();

        assertThat(Pattern.compile("\\son[a-z]+\\s*=|\\sstyle\\s*=|<style|javascript:").matcher(html).find()).isFalse();
        assertThat(Pattern.compile("<script(?! type=\"module\" src=\"script/sessions\\.js\"></script>)")
                .matcher(html).find()).isFalse();
    }

    @Test
    void hasTheShownColumnsAndAllConditions() {
        String html = get().run(new PageServlet()).text();

        for (SessionColumn column : SessionColumn.values()) {
            assertThat(html.contains("<th scope=\"col\" data-column=\"" + column.key() + "\"")).as(column.key())
                    .isEqualTo(column.is(SessionColumn.Trait.SHOWN));
        }
        assertThat(html).contains("data-column=\"priority\" class=\"ss-number\"",
                "data-column=\"roster_size\" class=\"ss-number\"");
        assertThat(CloseReason.CONDITIONS).allSatisfy(condition -> assertThat(html).contains(">" + condition + "</opt"));
        assertThat(html).contains("<option selected=\"selected\">policy-violation</option>");
    }

    @Test
    void wordsCannotBecomeMarkup() {
        SessionsPage page = new SessionsPage(key -> "\"'><b>&" + key,
                List.of(new Hook("x\"'<i>", State.FAILED, null)), 600);

        assertThat(page.html()).doesNotContain("<b>", "<i>").contains("&quot;&#39;&gt;&lt;b&gt;&amp;page.title");
    }

    @Test
    void stopsPollingWellBeforeTheLoginWouldEnd() {
        Exchange exchange = get();
        assertThat(exchange.run(new PageServlet()).text()).contains("data-idle-seconds=\"600\"");

        exchange = get();
        when(exchange.request.getSession(false).getMaxInactiveInterval()).thenReturn(60);
        assertThat(exchange.run(new PageServlet()).text()).contains("data-idle-seconds=\"30\"");

        exchange = get();
        when(exchange.request.getSession(false).getMaxInactiveInterval()).thenReturn(-1);
        assertThat(exchange.run(new PageServlet()).text()).contains("data-idle-seconds=\"600\"");
    }

    @Test
    void isForAdministratorsOnItsOwnPathByGet() {
        assertThat(new Exchange("GET", ApiPaths.PAGE + ".js").run(new PageServlet()).status).isEqualTo(404);
        Exchange post = new Exchange("POST", ApiPaths.PAGE).run(new PageServlet());
        assertThat(post.status).isEqualTo(405);
        assertThat(post.headers).containsEntry("Allow", "GET, HEAD");
        console.administrator = null;
        assertThat(get().run(new PageServlet()).status).isEqualTo(403);
        console.close();
        assertThat(get().run(new PageServlet()).status).isEqualTo(503);
    }
}
