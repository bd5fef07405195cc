package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets CSV, and who JSON. */
class ListFormTest {
    private static ListForm of(String... accept) {
        return ListForm.of(Accept.of(List.of(accept)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "TEXT/CSV", "text/csv;header=present", " text/csv ; q=0.1", "text/*",
        "text/csv, */*;q=0.1", "application/json;q=0.5,text/csv;q=0.6",
        "text/csv;header=present;q=0.9, application/json;q=0",
        "*/*, application/json;q=0.9", "text/csv;charset=utf-8, application/*;q=0.999"})
    void csvIsForThoseWhoLikeItBetter(String accept) {
        assertThat(of(accept)).isEqualTo(ListForm.CSV);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "", ",", ";", "application/json", "text/csv, application/json", "text/csv;q=0",
        "text/html",
        "application/problem+json", "text/csv;q=0.5, application/*", "*/*, text/csv;q=0.9", "text/csv;q=2", "text/csv;q=x",
        "text/csv;q=-1", "text/html, image/*;q=0.8, */*;q=0.5", "text/csvx", "text", "text/csv/x"})
    void jsonIsForAllOthers(String accept) {
        assertThat(of(accept)).isEqualTo(ListForm.JSON);
    }

    @Test
    void theHeaderMayNotBeThereOrOftenerThanOnce() {
        assertThat(of()).isEqualTo(ListForm.JSON);
        assertThat(of("application/json;q=0.5", "text/csv")).isEqualTo(ListForm.CSV);
    }

    @ParameterizedTest
    @CsvSource({"JSON,'text/csv;q=0.5,text/*'", "CSV,'text/csv,text/*;q=0.1,*/*;q=0.9'"})
    void theNearestRangeCounts(ListForm form, String accept) {
        assertThat(of(accept + ", application/json;q=0.6")).isEqualTo(form);
    }
}
