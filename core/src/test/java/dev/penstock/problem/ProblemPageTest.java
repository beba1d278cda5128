package dev.penstock.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class ProblemPageTest {

    private static final Path PAGE = Path.of("..", "docs", "problems.md");

    @Test
    void everyTypeHasItsSectionAndEverySectionItsType() throws IOException {
        List<String> sections = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemType.values()).map(ProblemType::id).toList());
    }

    @Test
    void everySectionHasTheTitleAndSeverityOfItsTypeAndSaysHowToMendIt() throws IOException {
        String page = Files.readString(PAGE);
        for (ProblemType type : ProblemType.values()) {
            int start = page.indexOf("## " + type.id() + "\n");
            int next = page.indexOf("\n## ", start + 1);
            String section = page.substring(start, next < 0 ? page.length() : next);
            String severity = type.severity().name().toLowerCase(Locale.ROOT);
            assertThat(section)
                    .contains("**" + type.title() + "** (" + severity + "). ")
                    .contains("*Why:* ")
                    .contains("*How to mend it:* ");
        }
    }
}
