package io.github.sessionstate.it.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Puts a frame with title and navigation around the pages in the console of a test host, as the console of a
 * distribution does: that is not on Maven Central. The frame is its own; it takes the room that the frame of 5.1.1 takes,
 * and has the same ids where a plugin's style sheet may want to change that.
 */
public final class FrameFilter implements Filter {
    private static final Pattern TITLE = Pattern.compile("<title>(.*?)</title>", Pattern.DOTALL);
    private static final String STYLE = "<link rel=\"stylesheet\" type=\"text/css\" href=\"/frame.css\"/>\n";
    private static final String TOP = """

            <div id="jive-header">
            <p class="frame-name">Session State <span>on a test host with Openfire 4.2.0</span></p>
            <p class="frame-login">Logged in \u2013 <a href="/index.jsp?logout=true">Logout</a></p>
            </div>
            <p class="frame-hint">On a real Openfire: <code>./mvnw -Pdemo verify -Dopenfire.home=DIR</code></p>
            <div id="jive-main">
            <div id="jive-sidebar-container">
            <nav id="jive-sidebar" aria-label="Pages"><ul>
            %s</ul></nav>
            </div>
            <div id="jive-content">
            <h1>%s</h1>
            <div id="jive-main-content">
            """;
    private static final String BOTTOM = """
            </div>
            </div>
            </div>
            """;
    private static final String[][] PAGES = {
        {"/index.jsp", "What to try"},
        {"/plugins/sessionstate/sessions", "Sessions"},
        {"/plugins/sessionstate/ended", "Ended sessions"},
        {"/plugins/sessionstate/history", "Session history"},
        {"/plugins/sessionstate/settings", "Settings"},
        {"/plugins/sessionstate/access", "API access"},
        {"/plugins/sessionstate/health", "Health"},
    };

    @Override
    public void init(FilterConfig configuration) {
        // Nothing to prepare.
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        KeptResponse page = new KeptResponse((HttpServletResponse) response);
        chain.doFilter(request, page);
        if (!page.content().isEmpty()) {
            String html = framed(page.content(), ((HttpServletRequest) request).getRequestURI());
            response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String framed(String html, String path) {
        Matcher title = TITLE.matcher(html);
        return html.replace("<head>", "<head>\n" + STYLE)
                .replace("<body>", "<body>" + TOP.formatted(navigation(path), title.find() ? title.group(1) : ""))
                .replace("</body>", BOTTOM + "</body>");
    }

    private static String navigation(String path) {
        StringBuilder items = new StringBuilder();
        for (String[] page : PAGES) {
            items.append("<li%s><a href=\"%s\"%s>%s</a></li>\n".formatted(
                    page[0].equals(path) ? " class=\"currentlink\"" : "", page[0],
                    page[0].equals(path) ? " aria-current=\"page\"" : "", page[1]));
        }
        return items.toString();
    }

    @Override
    public void destroy() {
        // Nothing to give back.
    }
}
