package io.github.sessionstate.openfire.console;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.util.JiveGlobals;

import io.github.sessionstate.web.Texts;

/** The plugin's own texts, in the language of the console: hosts have one for all administrators. */
public final class ConsoleTexts implements Texts {
    private static final String BUNDLE = "sessionstate_i18n";

    // Without a text in the console's language English is meant, and not the language of the server's machine.
    private static final ResourceBundle.Control WITHOUT_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** One text in English, as logs and the API have it; the key itself if there is none. */
    public static String english(String key) {
        ResourceBundle bundle = bundle(Locale.ROOT);
        return bundle.containsKey(key) ? bundle.getString(key) : key;
    }

    /** One text in the language of the console; the key itself if there is none. */
    public static String translated(String key) {
        ResourceBundle bundle = bundle(JiveGlobals.getLocale());
        return bundle.containsKey(key) ? bundle.getString(key) : key;
    }

    // The JDK keeps what it has read, for as long as this class loader lives.
    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(BUNDLE, locale, ConsoleTexts.class.getClassLoader(), WITHOUT_FALLBACK);
    }

    @Override
    public Map<String, String> of(HttpServletRequest request) {
        ResourceBundle bundle = bundle(JiveGlobals.getLocale());
        return bundle.keySet().stream().collect(Collectors.toUnmodifiableMap(Function.identity(), bundle::getString));
    }
}
