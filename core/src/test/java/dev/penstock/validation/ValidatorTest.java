package dev.penstock.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.DocumentKind;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidatorTest {

    private static final Validator VALIDATOR = new Validator(ReadOptions.none());

    private static Validator.Report validate(String file, String content) {
        return VALIDATOR.validate(SourceText.of(file, content));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "penstock.yml | region: x | settings (penstock.yml)",
                "other.yml | sources: {A: {directory: x}} | settings (penstock.yml)",
                "p.yml | {name: a, stages: []} | a pipeline definition",
                "p.json | {\"pipeline\": {}} | a pipeline definition",
                "t.template | {\"Resources\": {}} | a pipeline definition",
                "b.yml | {version: 0.2, phases: {build: {commands: [ls]}}} | a buildspec",
                "x.json | [{\"name\": \"a\", \"imageUri\": \"b:1\"}] | image definitions (imagedefinitions.json)",
                "dir/imagedefinitions.json | {} | image definitions (imagedefinitions.json)",
                "dir\\imageDetail.json | [] | image details (imageDetail.json)",
                "x.json | {\"ImageURI\": \"a:1\"} | image details (imageDetail.json)",
            })
    void tellsWhatAFileIs(String file, String content, String kind) {
        assertThat(validate(file, content).kind()).contains(kind);
    }

    @Test
    void anActionThatOnlyCodePipelineCarriesOutIsToldWithWhatComesNearest() {
        Validator.Report report = validate("pipeline.yml", """
            name: shop
            roleArn: arn:aws:iam::111122223333:role/pipeline
            pipelineType: V2
            artifactStore: {type: S3, location: artifacts}
            stages:
              - name: Source
                actions:
                  - name: Source
                    actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                    configuration: {S3Bucket: sources, S3ObjectKey: app.zip}
                    outputArtifacts: [{name: App}]
              - name: Deploy
                actions:
                  - name: Hosts
                    actionTypeId: {category: Deploy, owner: AWS, provider: CodeDeploy, version: "1"}
                    configuration: {ApplicationName: shop, DeploymentGroupName: hosts}
                    inputArtifacts: [{name: App}]
            """);

        assertThat(report.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo("PEN-RUN-004");
            assertThat(problem.span().toString()).startsWith("pipeline.yml:15");
            assertThat(problem.message()).contains("Deploy/AWS/CodeDeploy/1");
            assertThat(problem.hint().orElse("")).contains("Deploy/AWS/ElasticBeanstalk/1", "Zones", "waves");
        });
    }

    @Test
    void aFileOfNoKnownKindAndOneThatCannotBeParsedSaySo() {
        assertThat(validate("a.yml", "hello: world").problems())
                .extracting(Problem::id)
                .containsExactly("PEN-FILE-001");
        assertThat(validate("a.json", "{").problems()).extracting(Problem::id).containsExactly("PEN-JSON-001");
        assertThat(validate("a.json", "{").kind()).isEmpty();
    }

    @Test
    void furtherKindsAreAskedFirstAndAreParsedWithTheirOwnTags() {
        DocumentKind greeting = new DocumentKind() {
            @Override
            public String name() {
                return "a greeting";
            }

            @Override
            public boolean recognises(String fileName, SourceNode document) {
                return document instanceof SourceNode.Mapping mapping && mapping.has("hello");
            }

            @Override
            public void check(SourceText source, SourceNode document, Problems problems) {
                problems.report(ProblemType.YAML_KEY, document.span(), "", "Greeted.");
            }
        };
        Validator validator = new Validator(ReadOptions.none(), List.of(greeting));
        Validator.Report report = validator.validate(SourceText.of("a.yml", "hello: !Ref world"));
        assertThat(report.kind()).contains("a greeting");
        assertThat(report.problems())
                .extracting(Problem::message)
                .containsExactly("Greeted.", "The tag !Ref is not known here.");
    }

    @Test
    void allPipelinesOfATemplateAreJudgedAndWhatTheyShareIsSaidOnce() {
        String pipeline = """
              %s:
                Type: AWS::CodePipeline::Pipeline
                Properties: {Name: 'a b', RoleArn: !Ref Missing, ArtifactStore: {Type: S3, Location: bucket}}
            """;
        Validator.Report report =
                validate("t.yml", "Parameters: 5\nResources:\n" + pipeline.formatted("A") + pipeline.formatted("B"));
        assertThat(report.problems().stream()
                        .map(problem -> problem.id() + " " + problem.span().line())
                        .toList())
                .containsExactly(
                        "PEN-CFN-003 1",
                        "PEN-PIPELINE-002 5",
                        "PEN-PIPELINE-006 5",
                        "PEN-CFN-005 5",
                        "PEN-PIPELINE-002 8",
                        "PEN-PIPELINE-006 8",
                        "PEN-CFN-005 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | PEN-IMAGEDEF-001",
                "[5] | PEN-IMAGEDEF-001",
                "[{\"name\": \"a\"}] | PEN-IMAGEDEF-001",
                "[{\"name\": \"a\", \"imageUri\": \"b:1\", \"x\": 1}] | PEN-IMAGEDEF-001",
                "[{\"name\": \"a\", \"imageUri\": \"b:1\"}, {\"name\": \"a\", \"imageUri\": \"c:1\"}] |"
                        + " PEN-IMAGEDEF-002",
                "[{\"name\": \"a\", \"imageUri\": \":\"}] | PEN-IMAGEDEF-003",
                "[{\"name\": \"a\", \"imageUri\": \"b:\"}] | PEN-IMAGEDEF-003",
                "[{\"name\": \"a\", \"imageUri\": \"b c:1\"}] | PEN-IMAGEDEF-003",
                "[{\"name\": \"a\", \"imageUri\": \"b@sha256:12\"}] | PEN-IMAGEDEF-003",
                "[{\"name\": \"a\", \"imageUri\": \"host:5000/b\"}] | PEN-IMAGEDEF-004",
            })
    void imageDefinitionsAreJudged(String content, String id) {
        assertThat(validate("imagedefinitions.json", content).problems())
                .extracting(Problem::id)
                .containsExactly(id);
    }

    @Test
    void goodImageReferencesPass() {
        String digest = "sha256:" + "0a".repeat(32);
        for (String image : List.of(
                "web:1.2-x_y", "host:5000/a/b:1", "a.dkr.ecr.eu-west-1.amazonaws.com/b@" + digest, "b:1@" + digest)) {
            assertThat(validate("imagedefinitions.json", "[{\"name\": \"a\", \"imageUri\": \"" + image + "\"}]")
                            .problems())
                    .as(image)
                    .isEmpty();
        }
    }

    @Test
    void theSamplesAreValid() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "samples"))) {
            List<Path> definitions = files.filter(
                            file -> file.getFileName().toString().equals("pipeline.yml")
                                    || file.getFileName().toString().equals("penstock.yml"))
                    .toList();
            for (Path file : definitions) {
                Validator.Report report = VALIDATOR.validate(SourceText.of(file.toString(), Files.readAllBytes(file)));
                assertThat(report.kind()).as(file.toString()).isPresent();
                assertThat(report.problems())
                        .as(file.toString())
                        .noneMatch(problem -> problem.severity() == dev.penstock.problem.Severity.ERROR);
            }
        }
    }
}
