package io.github.sessionstate.openfire;

import java.util.MissingResourceException;
import java.util.ResourceBundle;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.util.JiveGlobals;

import io.github.sessionstate.web.Texts;

/** The plugin's own texts, in the language of the console: hosts have one for all administrators. */
public final class ConsoleTexts implements Texts {
    private static final String BUNDLE = "sessionstate_i18n";

    @Override
    public String text(String key, HttpServletRequest request) {
        try {
            return ResourceBundle.getBundle(BUNDLE, JiveGlobals.getLocale(), getClass().getClassLoader())
                    .getString(key);
        } catch (MissingResourceException e) {
            return key;
        }
    }
}
