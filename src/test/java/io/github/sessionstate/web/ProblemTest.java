package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void theDocumentationHasEachOnceAndInOrder() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/api.md")).stream()
                .filter(line -> line.matches("\\| [45]\\d\\d \\| `.*")).map(line -> line.replaceAll("` \\|.*", "`"))
                .toList();

        assertThat(rows).containsExactlyElementsOf(Arrays.stream(Problem.values())
                .map(problem -> "| " + problem.status() + " | `" + problem.code() + '`').toList());
    }

    @Test
    void titlesAreThePhrasesOfTheStatus() {
        assertThat(Problem.INTERNAL.title()).isEqualTo("Internal Server Error");
        assertThat(Problem.values()).filteredOn(problem -> problem.status() != 500)
                .noneMatch(problem -> problem.title().equals(Problem.INTERNAL.title()));
    }

    @Test
    void aBodyHasWhatThereIsToTell() {
        assertThat(Json.text(new ApiException(Problem.METHOD, "no").body())).isEqualTo(
                "{\"title\":\"Method Not Allowed\",\"status\":405,\"code\":\"method\",\"detail\":\"no\"}");
    }
}
