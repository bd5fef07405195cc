package io.github.sessionstate.web;

import javax.servlet.http.HttpServletRequest;

/** The plugin's words in the language of the admin console. */
@FunctionalInterface
public interface Texts {
    /**
     * The text of a key of the plugin's resource bundle.
     *
     * @param key     a key of {@code sessionstate_i18n.properties}
     * @param request who reads it; for hosts whose console has a language per reader
     * @return plain text (no HTML), with its placeholders {@code {0}}, {@code {1}} as they are; never null: the key
     *         itself if there is no such text
     */
    String text(String key, HttpServletRequest request);
}
