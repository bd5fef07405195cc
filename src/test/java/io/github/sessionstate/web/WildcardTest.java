package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardTest {
    private static final int TRIES = 20_000;

    @ParameterizedTest
    @CsvSource({"jo*, john, true", "*hn, John, true", "*, '', true", "'', '', true", "j*n, jn, true", "j*n, j, false",
        "a*a, a, false", "a*b*c, a-b-b-c, true", "a**c, abc, true", "*b*, aBa, true", "ab, abc, false",
        "*xx*xx*, xxx, false", "*xx*xx*, xxxx, true", "É*, école, true"})
    void aStarStandsForAnything(String pattern, String text, boolean matches) {
        assertThat(new Wildcard(pattern).matches(text)).isEqualTo(matches);
    }

    /** Few letters, so that beginnings of parts come again within them. */
    @Test
    void asARegularExpression() {
        Random random = new Random(1);
        int matching = 0;
        for (int i = 0; i < TRIES; i++) {
            String pattern = text(random, "aB*", 7);
            String text = text(random, "Ab", 12);
            boolean expected = Pattern.compile(Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote)
                    .collect(Collectors.joining(".*")), Pattern.CASE_INSENSITIVE).matcher(text).matches();
            assertThat(new Wildcard(pattern).matches(text)).as("%s in %s", pattern, text).isEqualTo(expected);
            matching += expected ? 1 : 0;
        }
        assertThat(matching).isBetween(TRIES / 20, TRIES - TRIES / 20);
    }

    @Test
    void aPartIsFoundAsTheLibraryFindsIt() {
        Random random = new Random(2);
        int found = 0;
        for (int i = 0; i < TRIES; i++) {
            String part = text(random, "ab", 5);
            String text = text(random, "ab", 15);
            int at = text.indexOf(part);
            TextSearch search = new TextSearch(part.toUpperCase(Locale.ROOT));
            assertThat(search.endIn(text, 0, text.length())).as("%s in %s", part, text)
                    .isEqualTo(at < 0 ? -1 : at + part.length());
            assertThat(search.isIn(text)).isEqualTo(at >= 0);
            found += at >= 0 ? 1 : 0;
        }
        assertThat(found).isBetween(TRIES / 20, TRIES - TRIES / 20);
    }

    private static String text(Random random, String letters, int mostLetters) {
        return random.ints(random.nextInt(mostLetters + 1), 0, letters.length())
                .mapToObj(i -> String.valueOf(letters.charAt(i))).collect(Collectors.joining());
    }
}
