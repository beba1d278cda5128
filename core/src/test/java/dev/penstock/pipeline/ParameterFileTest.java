package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParameterFileTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p.json | [{\"ParameterKey\": \"A\", \"ParameterValue\": \"1\"}, {\"ParameterKey\": \"B\", \"ParameterValue\": \"x\"}]",
                "p.json | {\"Parameters\": {\"A\": \"1\", \"B\": \"x\"}, \"Tags\": {}, \"StackPolicy\": {\"Statement\": []}}",
                "p.json | {\"A\": 1, \"B\": \"x\"}",
                "p.yml | {A: 1, B: x}",
                "p.yml | Parameters: {A: 1, B: x}",
            })
    void everyFormGivesTheSameValues(String file, String content) {
        Problems problems = new Problems();
        assertThat(ParameterFile.read(SourceText.of(file, content), problems)).isEqualTo(Map.of("A", "1", "B", "x"));
        assertThat(problems.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"ParameterValue\": \"1\"}] | 1:2 'ParameterKey' is missing here.",
                "[5] | 1:2 A mapping is wanted here; this is a whole number.",
                "{\"A\": [1]} | 1:7 Text is wanted here; this is a list.",
                "[{\"ParameterKey\": \"A\", \"Value\": \"1\"}] | 1:24 'Value' is not a field of this.",
            })
    void whatIsNoParameterFileIsRefusedWithItsPlace(String content, String complaint) {
        Problems problems = new Problems();
        ParameterFile.read(SourceText.of("p.json", content), problems);
        assertThat(problems.list())
                .extracting(
                        Problem::id,
                        problem -> problem.span().line() + ":" + problem.span().column() + " " + problem.message())
                .containsExactly(org.assertj.core.groups.Tuple.tuple("PEN-CFN-008", complaint));
    }

    @Test
    void aScalarIsNoParameterFile() {
        Problems problems = new Problems();
        assertThat(ParameterFile.read(SourceText.of("p.yml", "hello"), problems))
                .isEmpty();
        assertThat(problems.list()).extracting(Problem::id).containsExactly("PEN-CFN-008");
    }
}
