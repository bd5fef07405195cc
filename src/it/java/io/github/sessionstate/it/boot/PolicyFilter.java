package io.github.sessionstate.it.boot;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletResponse;

/**
 * Sends a content security policy with everything in the console of a test host: nothing from elsewhere, and no script
 * or style within a page. Openfire 4.2.0 has no policy of its own, and that of 5.1.1 is laxer.
 */
public final class PolicyFilter implements Filter {
    private static final String POLICY = "default-src 'self'";

    @Override
    public void init(FilterConfig configuration) {
        // Nothing to prepare.
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ((HttpServletResponse) response).setHeader("Content-Security-Policy", POLICY);
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
        // Nothing to give back.
    }
}
