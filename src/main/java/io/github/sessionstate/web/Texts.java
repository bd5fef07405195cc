package io.github.sessionstate.web;

import java.util.Map;

import javax.servlet.http.HttpServletRequest;

/** The plugin's words in the language of the admin console. */
@FunctionalInterface
public interface Texts {
    /**
     * All texts of the plugin's resource bundle by their keys.
     *
     * @param request who reads them; for servers whose console has a language per reader
     * @return plain text (no HTML), with its placeholders {@code {0}}, {@code {1}} as they are; the English one where
     *         the language has none
     */
    Map<String, String> of(HttpServletRequest request);
}
