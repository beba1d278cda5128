package dev.penstock.library.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.assertj.core.groups.Tuple.tuple;

import dev.penstock.document.SourceText;
import dev.penstock.library.InvalidDefinitionException;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeCatalogue;
import dev.penstock.pipeline.ActionTypeDescription;
import dev.penstock.pipeline.CanonicalPipeline;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.PipelineType;
import dev.penstock.pipeline.RandomPipelines;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.pipeline.RetryMode;
import dev.penstock.problem.Problem;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

class PipelineBuilderTest {

    private static final String DEFINITION = """
        name: shop
        roleArn: arn:aws:iam::123456789012:role/pipeline
        artifactStore: {type: S3, location: shop-artifacts, encryptionKey: {id: alias/shop, type: KMS}}
        executionMode: PARALLEL
        pipelineType: V2
        variables:
          - name: environment
            defaultValue: test
          - name: ticket
        triggers:
          - providerType: CodeStarSourceConnection
            gitConfiguration:
              sourceActionName: Checkout
              push:
                - branches: {includes: [main], excludes: [main-*]}
              pullRequest:
                - events: [OPEN, UPDATED]
                  branches: {includes: [main]}
        stages:
          - name: Source
            actions:
              - name: Checkout
                actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                namespace: Checkout
                configuration:
                  FullRepositoryId: shop/web
                  ConnectionArn: arn:aws:codeconnections:eu-central-1:123456789012:connection/1
                  BranchName: main
                outputArtifacts: [{name: Sources}]
          - name: Build
            onFailure: {result: RETRY, retryConfiguration: {retryMode: ALL_ACTIONS}}
            actions:
              - name: Image
                actionTypeId: {category: Build, owner: AWS, provider: ECRBuildAndPublish, version: "1"}
                configuration: {ECRRepositoryName: web, ImageTags: "#{Checkout.CommitId}"}
                inputArtifacts: [{name: Sources}]
          - name: Deploy
            beforeEntry:
              conditions:
                - result: FAIL
                  rules:
                    - name: Quiet
                      ruleTypeId: {category: Rule, owner: AWS, provider: CloudWatchAlarm, version: "1"}
                      configuration: {AlarmName: errors}
            actions:
              - name: Ask
                actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
                timeoutInMinutes: 60
              - name: Web
                runOrder: 2
                actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                configuration: {ClusterName: shop, ServiceName: web}
                region: eu-central-1
                inputArtifacts: [{name: Sources}]
        """;

    private static PipelineBuilder written() {
        return PipelineBuilder.named("shop")
                .role("arn:aws:iam::123456789012:role/pipeline")
                .encryptedArtifactStore("shop-artifacts", "alias/shop")
                .executionMode(ExecutionMode.PARALLEL)
                .type(PipelineType.V2)
                .variable("environment", "test")
                .variable("ticket")
                .trigger(
                        "Checkout",
                        trigger -> trigger.push(push -> push.branches(List.of("main"), List.of("main-*")))
                                .pullRequest(request -> request.events(
                                                GitFilterBuilder.Event.OPEN, GitFilterBuilder.Event.UPDATED)
                                        .branches("main")))
                .stage(
                        "Source",
                        Actions.connectionSource(
                                        "Checkout",
                                        "arn:aws:codeconnections:eu-central-1:123456789012:connection/1",
                                        "shop/web",
                                        "main")
                                .namespace("Checkout")
                                .outputs("Sources"))
                .stage(
                        "Build",
                        stage -> stage.actions(Actions.ecrBuildAndPublish("Image", "web")
                                        .configuration("ImageTags", ActionBuilder.variable("Checkout", "CommitId"))
                                        .inputs("Sources"))
                                .onFailure(failure -> failure.retry(RetryMode.ALL_ACTIONS)))
                .stage(
                        "Deploy",
                        stage -> stage.beforeEntry(condition -> condition
                                        .result(ConditionBuilder.Result.FAIL)
                                        .rule(
                                                "Quiet",
                                                "CloudWatchAlarm",
                                                rule -> rule.configuration("AlarmName", "errors")))
                                .actions(
                                        Actions.approval("Ask").timeoutInMinutes(60),
                                        Actions.ecs("Web", "shop", "web")
                                                .runOrder(2)
                                                .region("eu-central-1")
                                                .inputs("Sources")));
    }

    @Test
    void whatIsWrittenInJavaEqualsTheSameInAFile() {
        Pipeline read =
                accepted(SourceText.of("pipeline.yml", DEFINITION)).definition().pipeline();
        PipelineDefinition built = written().build();

        assertThat(built.pipeline()).isEqualTo(read);
        assertThat(CanonicalPipeline.write(built.pipeline())).isEqualTo(CanonicalPipeline.write(read));
        assertThat(CanonicalPipeline.digest(built.pipeline())).isEqualTo(CanonicalPipeline.digest(read));
    }

    /** Every field that the declaration has, in all the combinations that no file has. */
    @Test
    void whateverCanBeDeclaredCanBeWrittenInJava() {
        long seed = 20_261_122;
        var pipelines = new RandomPipelines(seed);
        for (int i = 0; i < 500; i++) {
            Pipeline declared = CanonicalPipeline.read(CanonicalPipeline.write(pipelines.next()));
            assertSame("pipeline " + i + " of seed " + seed, declared);
        }
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyDefinitionCanBeWrittenInJava(SourceText file) {
        List<Pipeline> read = pipelines(file);
        read.forEach(pipeline -> assertSame(file.file(), pipeline));
        assertThat(read.isEmpty() && file.file().startsWith(".."))
                .as(file.file())
                .isFalse();
    }

    /** Of the files of others, some are not right; that most are compared is known here. */
    @Test
    void mostDefinitionsOfOthersAreCompared() throws IOException {
        List<Corpus.Sample> files = corpus();
        long compared =
                files.stream().filter(file -> !pipelines(file.text()).isEmpty()).count();
        assertThat(compared).as("of " + files.size()).isGreaterThan(files.size() * 2L / 3);
    }

    private static void assertSame(String description, Pipeline declared) {
        Pipeline written = Rewritten.of(declared).pipeline();
        assertThat(written).as(description).isEqualTo(declared);
        assertThat(CanonicalPipeline.digest(written)).as(description).isEqualTo(CanonicalPipeline.digest(declared));
    }

    private static List<Pipeline> pipelines(SourceText file) {
        return PipelineReader.readAll(file, ReadOptions.none()).stream()
                .filter(PipelineReading.Accepted.class::isInstance)
                .map(reading ->
                        ((PipelineReading.Accepted) reading).definition().pipeline())
                .toList();
    }

    private static List<Corpus.Sample> corpus() throws IOException {
        return Corpus.samples("codepipeline-json", "codepipeline-cfn");
    }

    /** Our own, which are right, and those of others where they are at hand. */
    static Stream<SourceText> definitions() throws IOException {
        List<SourceText> ours = new ArrayList<>();
        for (String folder : List.of("samples", "templates/src/main/resources", "cli/src/test/resources")) {
            try (Stream<Path> files = Files.walk(Path.of("..").resolve(folder))) {
                files.filter(file -> file.endsWith("pipeline.yml"))
                        .filter(file -> !file.toString().contains("target"))
                        .map(PipelineBuilderTest::text)
                        .forEach(ours::add);
            }
        }
        assertThat(ours).hasSizeGreaterThan(18);
        return Stream.concat(ours.stream(), corpusIfAny().map(Corpus.Sample::text));
    }

    private static Stream<Corpus.Sample> corpusIfAny() throws IOException {
        try {
            return corpus().stream();
        } catch (TestAbortedException e) {
            return Stream.empty();
        }
    }

    @Test
    void mistakesAreThoseOfAFileWithNamesForPlaces() {
        PipelineBuilder wrong = PipelineBuilder.named("shop")
                .artifactStore("shop-artifacts")
                .stage(
                        "Source",
                        Actions.connectionSource("Checkout", "arn:aws:x", "shop/web", "main")
                                .outputs("Sources"),
                        Actions.approval("Ask"))
                .stage(
                        "Build",
                        Actions.codeBuild("Compile", "shop")
                                .configuration("ProjectNmae", "x")
                                .inputs("Source"),
                        Actions.codeBuild("Compile", "").runOrder(1000).inputs("Sources"))
                .stage("Build", Actions.ecs("Web", "shop", "web").inputs("Sources"))
                .stage("");

        SourceText canonical = SourceText.of("shop.json", CanonicalPipeline.write(wrong.pipeline()));
        List<Problem> ofFile =
                PipelineReader.read(canonical, ReadOptions.none()).problems();

        assertThat(wrong.problems())
                .extracting(Problem::id, Problem::severity, Problem::field)
                .hasSizeGreaterThan(6)
                .containsExactlyInAnyOrderElementsOf(ofFile.stream()
                        .map(each -> tuple(each.id(), each.severity(), each.field()))
                        .toList());
        assertThatThrownBy(wrong::build)
                .asInstanceOf(type(InvalidDefinitionException.class))
                .satisfies(refused -> assertThat(refused.problems()).anySatisfy(problem -> {
                    assertThat(problem.span()).hasToString("pipeline 'shop', stage 'Build', action 'Compile'");
                    assertThat(problem.field()).isEqualTo("/stages/1/actions/1/runOrder");
                }));
    }

    @Test
    void theUsualActionsHaveWhatTheirTypesRequire() {
        List<ActionBuilder> usual = List.of(
                Actions.s3Source("a", "bucket", "key"),
                Actions.codeCommitSource("a", "repository", "main"),
                Actions.connectionSource("a", "arn:aws:x", "o/r", "main"),
                Actions.ecrSource("a", "repository"),
                Actions.codeBuild("a", "project"),
                Actions.codeBuildTest("a", "project"),
                Actions.ecrBuildAndPublish("a", "repository"),
                Actions.commands("a", "make"),
                Actions.approval("a"),
                Actions.ecs("a", "cluster", "service"),
                Actions.elasticBeanstalk("a", "application", "environment"),
                Actions.lambda("a", "function"),
                Actions.cloudFormation("a", Actions.StackMode.CREATE_UPDATE, "stack"),
                Actions.codeDeploy("a", "application", "group"),
                Actions.s3("a", "bucket", Actions.Extract.UNPACKED));
        assertThat(usual).allSatisfy(builder -> {
            ActionDeclaration action = builder.build();
            ActionTypeDescription known =
                    ActionTypeCatalogue.find(action.type()).orElseThrow();
            assertThat(action.configuration().keySet())
                    .as(action.type().toString())
                    .containsExactlyInAnyOrderElementsOf(known.requiredKeys());
        });
        assertThat(usual.stream().map(each -> each.build().type()).distinct()).hasSameSizeAs(usual);
    }

    private static PipelineReading.Accepted accepted(SourceText text) {
        PipelineReading reading = PipelineReader.read(text, ReadOptions.none());
        assertThat(reading).as(reading.problems().toString()).isInstanceOf(PipelineReading.Accepted.class);
        return (PipelineReading.Accepted) reading;
    }

    private static SourceText text(Path file) {
        try {
            return SourceText.of(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
