package dev.penstock.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProblemPageTest {

    private static final Path PAGE = Path.of("..", "docs", "problems.md");
    private static final Path FAILURES = Path.of("..", "docs", "failures.md");
    private static final Pattern ID = Pattern.compile("\"(PEN-[A-Z]+-[0-9]{3})\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(PEN-[A-Z]+-[0-9]{3})` \\|");

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
    void everyIdThatAnActionCanFailWithIsOnThePageOfFailuresAndNoOther() throws IOException {
        Set<String> inFiles =
                Arrays.stream(ProblemType.values()).map(ProblemType::id).collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (String module : List.of("core", "local-adapters", "aws-adapters", "lambda", "runner", "cli")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    ID.matcher(Files.readString(source)).results().forEach(found -> used.add(found.group(1)));
                }
            }
        }
        used.removeAll(inFiles);
        Set<String> listed = ROW.matcher(Files.readString(FAILURES))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).isEqualTo(used);
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
