package dev.penstock.taskdefinition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Task definitions of other people, as they stand in their repositories and in AWS's documentation. */
final class TaskDefinitionCorpusTest {

    /** What is refused, and for what first. */
    private static final Map<String, String> REFUSED = Map.of(
            // Placeholders that break the JSON: "containerPort": <PORT>.
            "taskdef/cogini__phoenix_container_example_old/ecs__taskdef-otel.json", "PEN-JSON-001 at line 45",
            "taskdef/cogini__phoenix_container_example_old/ecs__taskdef.json", "PEN-JSON-001 at line 39");

    @Test
    void readsEveryFileOrSaysWhereItIsWrong() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        for (Corpus.Sample sample : Corpus.samples("taskdef")) {
            TaskDefinitionReading reading = TaskDefinitionReader.read(sample.text());
            for (Problem problem : reading.problems()) {
                assertThat(problem.span().line()).as("%s", problem).isPositive();
            }
            if (reading instanceof TaskDefinitionReading.Refused) {
                refused.put(sample.name(), firstError(reading));
            }
        }
        assertThat(refused).isEqualTo(REFUSED);
    }

    private static String firstError(TaskDefinitionReading reading) {
        return reading.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .findFirst()
                .map(problem -> problem.id() + " at line " + problem.span().line())
                .orElse("no error");
    }
}
