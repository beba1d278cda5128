package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PipelineReaderTest {

    static final String YAML = """
            name: shop
            roleArn: arn:aws:iam::123456789012:role/Pipeline
            artifactStore: {type: S3, location: artifacts}
            stages:
              - name: Source
                actions:
                  - name: Checkout
                    actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: 1}
                    configuration: {RepositoryName: shop, BranchName: main}
                    outputArtifacts: [{name: Code}]
                    namespace: SourceVariables
              - name: Build
                actions:
                  - name: Compile
                    actionTypeId: {category: Build, owner: AWS, provider: CodeBuild, version: 1}
                    configuration:
                      ProjectName: shop
                      EnvironmentVariables: '[{"name":"COMMIT","value":"#{SourceVariables.CommitId}"}]'
                    inputArtifacts: [{name: Code}]
                    outputArtifacts: [{name: Built}]
            """;

    static PipelineReading read(String file, String content) {
        return PipelineReader.read(SourceText.of(file, content), ReadOptions.none());
    }

    static List<String> complaints(PipelineReading reading) {
        return reading.problems().stream()
                .map(problem -> problem.id() + " " + problem.span().line() + ":"
                        + problem.span().column() + " " + problem.message()
                        + problem.hint().map(hint -> " " + hint).orElse(""))
                .toList();
    }

    private static PipelineReading.Accepted accepted(PipelineReading reading) {
        assertThat(reading).as("%s", complaints(reading)).isInstanceOf(PipelineReading.Accepted.class);
        return (PipelineReading.Accepted) reading;
    }

    @Test
    void readsADeclarationAndKnowsWhereEachValueStands() {
        PipelineReading.Accepted reading = accepted(read("p.yml", YAML));
        assertThat(reading.problems()).isEmpty();
        Pipeline pipeline = reading.definition().pipeline();
        assertThat(pipeline.stages()).extracting(StageDeclaration::name).containsExactly("Source", "Build");
        assertThat(pipeline.stages().getFirst().actions().getFirst().type()).hasToString("Source/AWS/CodeCommit/1");
        Locations locations = reading.definition().locations();
        assertThat(locations.of("/stages/1/actions/0/configuration/ProjectName"))
                .hasToString("p.yml:17:24");
        assertThat(locations.of("/stages/0/actions/0/outputArtifacts/0/name")).hasToString("p.yml:10:34");
        assertThat(locations.of("/stages/0/actions/0/runOrder"))
                .as("what is not written: its action")
                .hasToString("p.yml:7:9");
    }

    @Test
    void allFormsOfOnePipelineAreTheSamePipeline() {
        Pipeline pipeline = accepted(read("p.yml", YAML)).definition().pipeline();
        for (SourceText form : List.of(
                Forms.apiJson(pipeline),
                Forms.getPipelineJson(pipeline),
                Forms.apiYaml(pipeline),
                Forms.templateJson(pipeline))) {
            PipelineReading.Accepted reading = accepted(PipelineReader.read(form, ReadOptions.none()));
            assertThat(reading.definition().pipeline()).as(form.content()).isEqualTo(pipeline);
            assertThat(reading.problems()).isEmpty();
            assertThat(reading.definition().locations().spans())
                    .containsKey("/stages/1/actions/0/configuration/ProjectName");
        }
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheirPlaces() {
        PipelineReading reading = read("p.yml", """
                name: my shop
                rolearn: x
                artifactStore: {type: S4, location: b}
                stages:
                  - name: Source
                    actions:
                      - name: Checkout
                        actionTypeId: {category: Sorce, owner: AWS, provider: S3, version: 1}
                        runOrder: soon
                  - actions: {}
                variables: 5
                """);
        assertThat(reading).isInstanceOf(PipelineReading.Refused.class);
        assertThat(complaints(reading))
                .containsExactly(
                        "PEN-PIPELINE-010 1:1 The pipeline has no roleArn. Penstock needs none, but CodePipeline would not"
                                + " accept the definition.",
                        "PEN-PIPELINE-006 1:7 The pipeline's name 'my shop' has characters that are not allowed. Allowed are"
                                + " letters, digits and . @ - _.",
                        "PEN-PIPELINE-004 2:1 'rolearn' is not a field of this. Did you mean 'roleArn'?",
                        "PEN-PIPELINE-011 3:23 'S4' is no type of artifact store. The only type is S3.",
                        "PEN-PIPELINE-005 8:34 'Sorce' is none of the words allowed here: Source, Build, Deploy, Test,"
                                + " Invoke, Approval, Compute. Did you mean 'Source'?",
                        "PEN-PIPELINE-003 9:19 A whole number is wanted here; this is text.",
                        "PEN-PIPELINE-002 10:5 'name' is missing here.",
                        "PEN-PIPELINE-003 10:14 A list is wanted here; this is a mapping.",
                        "PEN-PIPELINE-003 11:12 A list is wanted here; this is a whole number.");
    }

    @Test
    void jsonHasTheTypesOfTheApi() {
        String json = """
                {"name": "p", "roleArn": "arn:aws:iam::1:role/r", "version": "1", "stages": [
                  {"name": "S", "actions": [{"name": "A", "runOrder": "1",
                    "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": 1},
                    "configuration": {"S3Bucket": "b", "S3ObjectKey": "k", "PollForSourceChanges": false}}]}]}
                """;
        assertThat(complaints(read("p.json", json)))
                .containsExactly(
                        "PEN-PIPELINE-012 1:1 The pipeline has no artifactStore. Penstock keeps artifacts where its settings"
                                + " say, but CodePipeline would not accept the definition.",
                        "PEN-PIPELINE-003 1:62 A whole number is wanted here; this is text. Write 1 without quotes.",
                        "PEN-PIPELINE-008 1:77 The number of stages here is 1. 2 to 50 are allowed.",
                        "PEN-PIPELINE-014 1:77 All actions of the pipeline are source actions. Add a stage with at least one"
                                + " action that does something with the source.",
                        "PEN-ACTION-006 2:29 The action 'A' has 0 output artifacts. Source/AWS/S3/1 puts out 1.",
                        "PEN-PIPELINE-003 2:55 A whole number is wanted here; this is text. Write 1 without quotes.",
                        "PEN-PIPELINE-003 3:89 Text is wanted here; this is a whole number. Write \"1\".",
                        "PEN-PIPELINE-003 4:84 Text is wanted here; this is true or false. Write \"false\".");
    }

    @Test
    void aFileThatIsSomethingElseIsRefusedWithWhatADefinitionIs() {
        assertThat(complaints(read("p.yml", "version: 0.2\nphases: {}\n")))
                .singleElement()
                .asString()
                .startsWith("PEN-PIPELINE-001 1:1 This is no pipeline definition.");
        assertThat(complaints(read("p.json", "[1]"))).singleElement().asString().startsWith("PEN-PIPELINE-001 1:1");
        assertThat(complaints(read("p.yml", "pipeline: 5\n")))
                .containsExactly("PEN-PIPELINE-003 1:11 A mapping is wanted here; this is a whole number.");
    }

    @Test
    void createPipelineInputIsReadAndOtherKeysAreWarnedOf() {
        String wrapped = "pipeline:\n" + YAML.indent(2) + "tags: []\nmetdata: {}\n";
        PipelineReading.Accepted reading = accepted(read("p.yml", wrapped));
        assertThat(reading.problems())
                .extracting(Problem::severity, Problem::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "'metdata' is not a field of this."));
    }

    @Test
    void aDefinitionThatNeverRanInCodePipelineNeedsNeitherRoleNorStore() {
        String bare = YAML.lines()
                .filter(line -> !line.startsWith("roleArn") && !line.startsWith("artifactStore"))
                .reduce("", (all, line) -> all + line + "\n");
        PipelineReading.Accepted reading = accepted(read("p.yml", bare));
        assertThat(reading.problems()).extracting(Problem::id).containsExactly("PEN-PIPELINE-010", "PEN-PIPELINE-012");
        assertThat(reading.problems()).extracting(Problem::severity).containsOnly(Severity.NOTE);
    }

    @Test
    void aNumberThatNoFieldCanHoldIsSaidToBeTooLarge() {
        String huge = YAML.replace("name: shop\n", "name: shop\nversion: 99999999999999999999\n");
        assertThat(complaints(read("p.yml", huge)))
                .containsExactly("PEN-PIPELINE-003 2:10 The number 99999999999999999999 is too large or too small.");
    }

    @Test
    void optionsThatOnlyTemplatesUseDoNotDisturb() {
        ReadOptions options =
                ReadOptions.none().withParameters(Map.of("A", "b")).withRegion("eu-west-1");
        accepted(PipelineReader.read(SourceText.of("p.yml", YAML), options));
    }
}
