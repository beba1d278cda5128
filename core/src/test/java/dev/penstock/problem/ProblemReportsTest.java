package dev.penstock.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProblemReportsTest {

    private static final Map<Integer, String> LINES = Map.of(
            1, "name: my shop # \u001b[31mred",
            2, "\tstages: \"a b\", \u5927\u5909: {x: [1, 2]}",
            12, "  " + "x".repeat(120) + " target: value " + "y".repeat(120));

    private static final SourceLines SOURCE = (file, line) -> Optional.ofNullable(LINES.get(line));

    private static final List<Problem> PROBLEMS = List.of(
            problem(
                    ProblemType.PIPELINE_TEXT,
                    new SourceSpan("p q.yml", 1, 7),
                    "/name",
                    "The name 'my shop' is odd.",
                    "Use a-z."),
            problem(ProblemType.PIPELINE_FIELD_UNKNOWN, new SourceSpan("p q.yml", 2, 10), "/stages", "Quoted.", ""),
            problem(
                    ProblemType.PIPELINE_FIELD_UNKNOWN,
                    new SourceSpan("p q.yml", 2, 21),
                    "/x",
                    "After wide characters.",
                    ""),
            problem(ProblemType.PIPELINE_BLOCKERS, new SourceSpan("p q.yml", 12, 124), "", "Far right.", "Look left."),
            problem(ProblemType.TEXT_EMPTY, new SourceSpan("p q.yml", 3, 0), "", "Whole line, not known.", ""),
            problem(ProblemType.TEXT_TOO_LARGE, SourceSpan.ofFile("/abs/\u00e9.json"), "", "Whole \u001b]0;file.", ""));

    private static Problem problem(ProblemType type, SourceSpan span, String field, String message, String hint) {
        return new Problem(
                type.id(),
                type.severity(),
                span,
                field,
                message,
                hint.isEmpty() ? Optional.empty() : Optional.of(hint));
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ProblemReportsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void forPeopleWithTheLineAndAMark() throws IOException {
        assertThat(new ProblemText(SOURCE, ProblemStyle.PLAIN, 80).render(PROBLEMS))
                .isEqualTo(golden("problems.txt"));
    }

    @Test
    void aLineThatHoldsASecretIsShownWithNoProblem() {
        Problem secret = problem(ProblemType.LINT_SECRET, new SourceSpan("f.yml", 1, 7), "", "A secret.", "");
        Problem beside = problem(ProblemType.PIPELINE_TEXT, new SourceSpan("f.yml", 1, 1), "", "Odd.", "");
        var renderer = new ProblemText(SOURCE, ProblemStyle.PLAIN, 80);
        assertThat(renderer.render(beside)).contains("my shop");
        assertThat(renderer.render(secret)).doesNotContain("my shop").contains("f.yml:1:7", "A secret.");
        assertThat(renderer.render(List.of(beside, secret)))
                .doesNotContain("my shop")
                .contains("Odd.");
    }

    @Test
    void stylesGoAroundPartsAndChangeNoText() {
        ProblemStyle marked = (part, text) -> "<" + part + ">" + text + "</>";
        String styled = new ProblemText(SOURCE, marked, 80).render(PROBLEMS.getFirst());
        assertThat(styled)
                .startsWith("<PLACE>p q.yml:1:7</>: <ERROR>error</>: <MESSAGE>The name 'my shop' is odd.</> <ID>[")
                .contains("<HINT>Use a-z.</>");
        assertThat(styled.replaceAll("<[A-Z/]*>", ""))
                .isEqualTo(new ProblemText(SOURCE, ProblemStyle.PLAIN, 80).render(PROBLEMS.getFirst()));
    }

    @Test
    void asJson() throws IOException {
        assertThat(ProblemJson.array(PROBLEMS) + "\n").isEqualTo(golden("problems.json"));
        assertThat(ProblemJson.line(PROBLEMS.getLast()))
                .isEqualTo("{\"id\":\"PEN-TEXT-002\",\"severity\":\"error\",\"file\":\"/abs/\u00e9.json\","
                        + "\"message\":\"Whole \\u001b]0;file.\"}");
        assertThat(ProblemJson.array(List.of())).isEqualTo("[]");
    }

    @Test
    void asSarif() throws IOException {
        assertThat(ProblemSarif.render(PROBLEMS, "1.2.3") + "\n").isEqualTo(golden("problems.sarif"));
    }

    @Test
    void countsBySeverity() {
        assertThat(ProblemText.summary(PROBLEMS)).isEqualTo("3 errors, 2 warnings, 1 note");
        assertThat(ProblemText.summary(List.of())).isEmpty();
    }

    @Test
    void problemsAreListedInTheOrderOfTheirPlacesAndAreBounded() {
        Problems problems = new Problems();
        for (int i = 2 * Problems.LIMIT; i > 0; i--) {
            problems.report(ProblemType.YAML_SYNTAX, new SourceSpan("f", i, 1), "", "m");
        }
        assertThat(problems.list()).hasSize(Problems.LIMIT);
        assertThat(problems.errorCount()).isEqualTo(2 * Problems.LIMIT);
        assertThat(problems.list())
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(a.span().line(), b.span().line()));
    }

    @Test
    void suggestsWhatWasProbablyMeant() {
        List<String> known = List.of("ClusterName", "ServiceName", "FileName");
        assertThat(DidYouMean.among("Clustername", known)).contains("ClusterName");
        assertThat(DidYouMean.among("SreviceName", known)).contains("ServiceName");
        assertThat(DidYouMean.among("Region", known)).isEmpty();
        assertThat(DidYouMean.hint("Region", known)).isEqualTo("Known here: ClusterName, ServiceName, FileName.");
    }
}
