package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.session.EndCause;

class CsvTest {
    private static String line(Object... values) {
        return Csv.line(Arrays.asList(values));
    }

    @Test
    void textIsQuotedWhereItMustBe() {
        assertThat(line("plain", "with space", "a,b", "say \"hi\"", "two\nlines", "z\u00fcrich;"))
                .isEqualTo("plain,with space,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",z\u00fcrich;\r\n");
    }

    @Test
    void nothingIsNotAnEmptyText() {
        assertThat(line(null, "", null)).isEqualTo(",\"\",\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49", "-x", "@SUM(A1)", "\tx", "\uff1dcmd", "=", "'=x"})
    void noTextBeginsAFormula(String text) {
        assertThat(line(text, "x" + text)).startsWith("'").contains(",x" + text);
    }

    @Test
    void formulasThatAreQuotedAreNoneEither() {
        assertThat(line("=HYPERLINK(\"http://example.org\",\"a\")", "\r=1", "\n=1"))
                .isEqualTo("\"'=HYPERLINK(\"\"http://example.org\"\",\"\"a\"\")\",\"'\r=1\",\"'\n=1\"\r\n");
    }

    @Test
    void valuesAreWrittenAsInJson() {
        assertThat(line(-5, 7L, true, Instant.parse("2026-01-02T03:04:05.678901Z"), EndCause.CLOSED_BY_ADMIN,
                List.of("a", "-b"), Map.of("ip", "::1")))
                .isEqualTo("-5,7,true,2026-01-02T03:04:05.678Z,closed_by_admin,\"[\"\"a\"\",\"\"-b\"\"]\","
                        + "\"{\"\"ip\"\":\"\"::1\"\"}\"\r\n");
    }

    @Test
    void aTableBeginsWithItsKeys() {
        assertThat(Csv.table(List.of("id", "full_jid"), List.of(line("1", "a"), line("2", null))))
                .isEqualTo("id,full_jid\r\n1,a\r\n2,\r\n");
        assertThat(Csv.table(List.of("id"), List.of())).isEqualTo("id\r\n");
    }
}
