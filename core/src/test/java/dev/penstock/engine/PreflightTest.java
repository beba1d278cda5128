package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.document.SourceText;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightTest {

    private static final String DEFINITION = """
            name: pages
            roleArn: arn:aws:iam::123456789012:role/pages
            pipelineType: V2
            executionMode: QUEUED
            artifactStore: {type: S3, location: pages}
            stages:
              - name: Source
                actions:
                  - name: App
                    actionTypeId: {category: Source, owner: AWS, provider: S3, version: "1"}
                    configuration: {S3Bucket: pages, S3ObjectKey: app.zip}
                    outputArtifacts: [{name: App}]
              - name: Publish
                actions:
                  - name: Pages
                    actionTypeId: {category: Deploy, owner: Custom, provider: Pages, version: "1"}
                    inputArtifacts: [{name: App}]
            """;

    @Test
    void saysWhereInTheFileEachObstacleStands() {
        List<Problem> problems = new Preflight(List.of()).problems(definition());

        assertThat(problems)
                .extracting(problem -> problem.id() + " " + problem.span())
                .containsExactly("PEN-RUN-001 pages.yml:10:23", "PEN-RUN-001 pages.yml:16:23");
        assertThat(problems.getLast().message())
                .isEqualTo("Actions of type Deploy/Custom/Pages/1 cannot be carried out: no provider is installed.");
        assertThat(problems.getLast().hint()).isEqualTo(Optional.of("Install a plugin that provides it."));
    }

    @Test
    void aProviderThatThrowsIsAnObstacleBesideTheOthers() {
        List<Problem> problems = new Preflight(List.of(new Throwing())).problems(definition());

        assertThat(problems)
                .extracting(problem -> problem.field() + ": " + problem.message())
                .containsExactly(
                        "/stages/0/actions/0/actionTypeId: Actions of type Source/AWS/S3/1 cannot be carried out: no"
                                + " provider is installed.",
                        "/stages/1/actions/0: The provider of Deploy/Custom/Pages/1 failed to read the configuration:"
                                + " java.lang.IllegalStateException: no pages today.");
    }

    @Test
    void aProviderInOtherLettersIsToldHowItIsWritten() {
        PipelineDefinition lower = definition(DEFINITION.replace("provider: Pages", "provider: pages"));

        assertThat(new Preflight(List.of(new Throwing()))
                        .problems(lower)
                        .getLast()
                        .hint())
                .contains("Write Pages in the place of pages.");
    }

    /** A provider with a mistake. */
    private static final class Throwing implements ActionProvider<String, String> {

        @Override
        public ActionTypeId type() {
            return new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Pages", "1");
        }

        @Override
        public ArtifactLimits artifacts() {
            return ArtifactLimits.exactly(1, 0);
        }

        @Override
        public String configure(ConfigurationReader configuration) {
            throw new IllegalStateException("no pages today");
        }

        @Override
        public Class<String> stateType() {
            return String.class;
        }

        @Override
        public String begin(String configuration) {
            return "";
        }

        @Override
        public StepResult<String> step(ActionContext context, String configuration, String state) {
            return new StepResult.Succeed<>(ActionResult.NOTHING);
        }
    }

    private static PipelineDefinition definition() {
        return definition(DEFINITION);
    }

    private static PipelineDefinition definition(String text) {
        return switch (PipelineReader.read(SourceText.of("pages.yml", text), ReadOptions.none())) {
            case PipelineReading.Accepted accepted -> accepted.definition();
            case PipelineReading.Refused refused -> throw new AssertionError(refused.problems());
        };
    }
}
