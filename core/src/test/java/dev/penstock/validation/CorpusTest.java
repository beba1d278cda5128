package dev.penstock.validation;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.CanonicalPipeline;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of files of real projects: each is read, or refused for a reason that is listed here. */
final class CorpusTest {

    /** The end of a file's name, and the errors for which it is refused: line and id of each. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            // A resource that is not declared; a source action in the second stage. Wrong on purpose.
            entry("bad__resources__codepipeline__stages_second_stage.yaml", "32 PEN-CFN-005, 34 PEN-PIPELINE-013"),
            // The source of a template engine.
            entry("internal__pkg__template__templates__cicd__pipeline_cfn.yml", "6 PEN-YAML-006, 8 PEN-YAML-001"),
            // Fragments of templates, as pages print them: an ellipsis, no outer braces, parameters declared elsewhere.
            entry("doc_source__appendix-github-oauth.md.L1287.json", "29 PEN-JSON-001"),
            entry("doc_source__update-change-detection.md.L848.json", "1 PEN-JSON-003"),
            entry("doc_source__update-change-detection.md.L1848.json", "1 PEN-JSON-003"),
            entry(
                    "doc_source__update-change-detection.md.L770.yaml",
                    "54 PEN-CFN-005, 56 PEN-PIPELINE-008, 56 PEN-PIPELINE-014, 69 PEN-CFN-005, 70 PEN-CFN-005"),
            entry(
                    "doc_source__update-change-detection.md.L1637.yaml",
                    "134 PEN-CFN-005, 150 PEN-CFN-005, 151 PEN-CFN-005"),
            // Placeholders in angle brackets for the names of pipeline and bucket.
            entry("doc_source__how-to-create-pipeline-cli.md.L15.json", "61 PEN-PIPELINE-006, 63 PEN-PIPELINE-006"),
            // "AWS CodeBuild" for the provider CodeBuild; an artifact's name that ends in a space.
            entry("doc_source__sample-pipeline-batch.md.L11.json", "67 PEN-PIPELINE-006"),
            entry("doc_source__sample-pipeline-batch.md.L157.json", "67 PEN-PIPELINE-006, 71 PEN-PIPELINE-006"),
            entry("doc_source__sample-pipeline-multi-input-output.md.L7.json", "67 PEN-PIPELINE-006"),
            // "ARN" in place of a role's ARN.
            entry("doc_source__actions-create-cross-region.md.L243.json", "4 PEN-PIPELINE-006"),
            // The image is ":".
            entry("yogeshwarghule__aws-codepipeline-php-app/imagedefinitions.json", "4 PEN-IMAGEDEF-003"));

    @Test
    void everyFileIsReadOrRefusedForTheReasonListed() throws IOException {
        Map<String, String> found = new TreeMap<>();
        Map<String, String> expected = new TreeMap<>();
        Validator validator = new Validator(ReadOptions.none());
        for (Corpus.Sample sample : Corpus.samples("codepipeline-cfn", "codepipeline-json", "imagedefinitions")) {
            String errors = validator.validate(sample.text()).problems().stream()
                    .filter(problem -> problem.severity() == Severity.ERROR)
                    .map(problem -> problem.span().line() + " " + problem.id())
                    .collect(Collectors.joining(", "));
            found.put(sample.name(), errors);
            expected.put(
                    sample.name(),
                    REFUSED.entrySet().stream()
                            .filter(refused -> sample.name().endsWith(refused.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(""));
        }
        assertThat(found).hasSizeGreaterThan(50).isEqualTo(expected);
        assertThat(expected.values().stream().filter(errors -> !errors.isEmpty()))
                .hasSameSizeAs(REFUSED.keySet());
    }

    @Test
    void filesWithoutARemarkHaveNoError() throws IOException {
        Validator validator = new Validator(ReadOptions.none());
        for (Corpus.Sample sample : Corpus.samples("codepipeline-cfn", "codepipeline-json", "imagedefinitions")) {
            if (sample.note().isEmpty()) {
                assertThat(validator.validate(sample.text()).problems())
                        .as(sample.name())
                        .extracting(Problem::severity)
                        .doesNotContain(Severity.ERROR);
            }
        }
    }

    @Test
    void everyPipelineThatIsReadSurvivesItsCanonicalForm() throws IOException {
        int pipelines = 0;
        for (Corpus.Sample sample : Corpus.samples("codepipeline-cfn", "codepipeline-json")) {
            for (PipelineReading reading : PipelineReader.readAll(sample.text(), ReadOptions.none())) {
                if (reading instanceof PipelineReading.Accepted accepted) {
                    pipelines++;
                    var pipeline = accepted.definition().pipeline();
                    assertThat(CanonicalPipeline.read(CanonicalPipeline.write(pipeline)))
                            .as(sample.name())
                            .isEqualTo(pipeline);
                }
            }
        }
        assertThat(pipelines).isGreaterThan(35);
    }

    @Test
    void buildspecsAreSaidToBeBuildspecsUnlessTheyCannotBeParsed() throws IOException {
        Validator validator = new Validator(ReadOptions.none());
        for (Corpus.Sample sample : Corpus.samples("buildspec")) {
            Validator.Report report = validator.validate(sample.text());
            if (report.kind().isEmpty()) {
                assertThat(report.problems())
                        .as(sample.name())
                        .extracting(Problem::id)
                        .contains("PEN-YAML-001");
            } else {
                assertThat(report.kind()).as(sample.name()).contains("a buildspec");
            }
        }
    }

    @Test
    void filesOfOtherKindsAreSaidToBeOfNoKnownKindAndNeverCrash() throws IOException {
        Validator validator = new Validator(ReadOptions.none());
        for (Corpus.Sample sample :
                Corpus.samples("taskdef", "dockerrun-v1", "dockerrun-v2", "compose", "travis", "eb-config")) {
            assertThat(validator.validate(sample.text()).problems())
                    .as(sample.name())
                    .isNotEmpty()
                    .allSatisfy(problem -> {
                        assertThat(problem.severity()).isEqualTo(Severity.ERROR);
                        assertThat(problem.span().line()).isPositive();
                    });
        }
    }
}
