package dev.penstock.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.plan.PlanPipeline.How;
import dev.penstock.plan.PlanPipeline.StackTarget;
import dev.penstock.plan.PlanPipeline.Target;
import dev.penstock.stack.StackWaves;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanPipelineTest {

    private static ActionDeclaration action(
            String name,
            ActionCategory category,
            String provider,
            Map<String, String> configuration,
            List<String> inputs,
            List<String> outputs) {
        return new ActionDeclaration(
                name,
                new ActionTypeId(category, ActionOwner.AWS, provider, "1"),
                3,
                configuration,
                List.of(),
                List.of(),
                inputs,
                outputs.stream().map(OutputArtifact::new).toList(),
                List.of(),
                Optional.empty(),
                Optional.of("eu-west-1"),
                Optional.of(name),
                OptionalInt.empty());
    }

    private static ActionDeclaration stack(String name, String mode, String... configuration) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("ActionMode", mode);
        keys.put("StackName", "shop");
        for (int i = 0; i < configuration.length; i += 2) {
            keys.put(configuration[i], configuration[i + 1]);
        }
        return action(name, ActionCategory.DEPLOY, "CloudFormation", keys, List.of("Templates"), List.of());
    }

    private static Pipeline pipeline(StageDeclaration... stages) {
        return new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                Arrays.asList(stages),
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
    }

    private static final StageDeclaration SOURCE = new StageDeclaration(
            "Source",
            List.of(action("Source", ActionCategory.SOURCE, "S3", Map.of(), List.of(), List.of("Templates"))));

    private static final StageDeclaration BUILD = new StageDeclaration(
            "Build",
            List.of(action(
                    "Image", ActionCategory.BUILD, "CodeBuild", Map.of(), List.of("Templates"), List.of("Built"))));

    private static PlanPipeline plan(ActionDeclaration... actions) {
        return PlanPipeline.of(
                pipeline(SOURCE, BUILD, new StageDeclaration("Deploy", Arrays.asList(actions))),
                "plan",
                action -> Optional.empty());
    }

    @Test
    void everyModeThatHasATemplateMakesAChangeSetAndNothingElse() {
        for (String mode : List.of("CREATE_UPDATE", "REPLACE_ON_FAILURE", "CHANGE_SET_REPLACE")) {
            PlanPipeline plan =
                    plan(stack("Stack", mode, "ChangeSetName", "release", "OutputFileName", "outputs.json"));

            ActionDeclaration made =
                    plan.pipeline().orElseThrow().stages().get(1).actions().getFirst();
            assertThat(made.configuration())
                    .containsEntry("ActionMode", "CHANGE_SET_REPLACE")
                    .containsEntry("ChangeSetName", "plan-1")
                    .doesNotContainKey("OutputFileName");
            assertThat(made.region()).contains("eu-west-1");
            assertThat(made.runOrder()).as("all side by side").isOne();
        }
    }

    @Test
    void nothingButSourcesAndChangeSetsRuns() {
        Pipeline planned = plan(stack("Stack", "CREATE_UPDATE")).pipeline().orElseThrow();

        assertThat(planned.stages()).extracting(StageDeclaration::name).containsExactly("Source", PlanPipeline.STAGE);
        assertThat(planned.stages().getFirst().actions())
                .extracting(ActionDeclaration::name)
                .containsExactly("Source");
    }

    @Test
    void deletionsAndExecutionsOfChangeSetsAreTold() {
        PlanPipeline plan = plan(
                stack("Change", "CHANGE_SET_REPLACE", "ChangeSetName", "release"),
                stack("Execute", "CHANGE_SET_EXECUTE", "ChangeSetName", "release"),
                stack("Delete", "DELETE_ONLY"));

        assertThat(plan.targets())
                .extracting(Target::how)
                .containsExactly(
                        new How.ByChangeSet("Change", "plan-1"),
                        new How.ElsewhereInThePipeline("release"),
                        new How.Deletion());
    }

    @Test
    void whatOnlyARunMakesIsToldInsteadOfGuessed() {
        ActionDeclaration built = action(
                "Stack",
                ActionCategory.DEPLOY,
                "CloudFormation",
                Map.of("ActionMode", "CREATE_UPDATE"),
                List.of("Built"),
                List.of());

        PlanPipeline artifact = plan(built);
        PlanPipeline variable =
                plan(stack("Stack", "CREATE_UPDATE", "ParameterOverrides", "{\"Image\": \"#{Image.Digest}\"}"));

        assertThat(artifact.pipeline()).isEmpty();
        assertThat(artifact.targets().getFirst().how())
                .isEqualTo(new How.Unknown(
                        "Its artifact 'Built' is made by the action 'Image', which a plan does not run."));
        assertThat(variable.targets().getFirst().how())
                .isEqualTo(new How.Unknown(
                        "Its variable #{Image.Digest} comes from the action 'Image', which a plan does not run."));
    }

    /** Its templates are made by a run only: the group is enough to say how long it takes. */
    @Test
    void ofCodeDeployOnlyTheGroupIsLookedAt() {
        PlanPipeline plan = plan(action(
                "Web",
                ActionCategory.DEPLOY,
                "CodeDeployToECS",
                Map.of(
                        "ApplicationName", "shop",
                        "DeploymentGroupName", "web",
                        "TaskDefinitionTemplateArtifact", "Built",
                        "AppSpecTemplateArtifact", "Built"),
                List.of("Built"),
                List.of()));

        assertThat(plan.targets())
                .singleElement()
                .satisfies(target -> assertThat(target.how()).isEqualTo(new How.ByLooking("Web", Optional.empty())));
        assertThat(plan.pipeline().orElseThrow().stages().getLast().actions())
                .singleElement()
                .satisfies(looking -> {
                    assertThat(looking.configuration())
                            .isEqualTo(Map.of("ApplicationName", "shop", "DeploymentGroupName", "web"));
                    assertThat(looking.inputArtifacts()).isEmpty();
                });
    }

    private static ActionDeclaration environment(String name, String artifact, String environment) {
        return action(
                name,
                ActionCategory.DEPLOY,
                "ElasticBeanstalk",
                Map.of("ApplicationName", "shop", "EnvironmentName", environment),
                List.of(artifact),
                List.of());
    }

    @Test
    void environmentsAreLookedAtAlsoBeforeTheirArtifactIsMade() {
        PlanPipeline plan = plan(
                environment("Ready", "Templates", "web"),
                environment("Later", "Built", "web"),
                environment("Unknown", "Templates", "#{Image.Name}"));

        assertThat(plan.targets())
                .extracting(Target::how)
                .containsExactly(
                        new How.ByLooking("Ready", Optional.empty()),
                        new How.ByLooking(
                                "Later",
                                Optional.of(
                                        "Its artifact 'Built' is made by the action 'Image', which a plan does not run.")),
                        new How.Unknown(
                                "Its variable #{Image.Name} comes from the action 'Image', which a plan does not run."));
        assertThat(plan.pipeline().orElseThrow().stages().get(1).actions())
                .extracting(ActionDeclaration::name, ActionDeclaration::inputArtifacts)
                .containsExactly(tuple("Ready", List.of("Templates")), tuple("Later", List.of()));
        assertThat(plan.names()).containsOnlyKeys("Ready", "Later");
    }

    @Test
    void actionsOfOneNameInSeveralStagesAreToldApart() {
        PlanPipeline plan = PlanPipeline.of(
                pipeline(
                        SOURCE,
                        new StageDeclaration("Staging", List.of(stack("Stack", "CREATE_UPDATE"))),
                        new StageDeclaration("Production", List.of(stack("Stack", "CREATE_UPDATE")))),
                "plan",
                action -> Optional.empty());

        assertThat(plan.targets())
                .extracting(Target::how)
                .containsExactly(
                        new How.ByChangeSet("Stack", "plan-1"), new How.ByChangeSet("Production-Stack", "plan-2"));
    }

    @Test
    void anActionInWavesIsPlannedForEachOfItsTargets() {
        StackWaves.Target dublin =
                new StackWaves.Target("dublin", Optional.of("eu-west-1"), Optional.empty(), Optional.empty(), Map.of());
        StackWaves.Target paris = new StackWaves.Target(
                "paris", Optional.of("eu-west-3"), Optional.empty(), Optional.of("shop-paris"), Map.of());
        StackWaves waves = new StackWaves(
                List.of(
                        new StackWaves.Wave(List.of(dublin), 1, 0, Duration.ZERO, List.of()),
                        new StackWaves.Wave(List.of(paris), 1, 0, Duration.ZERO, List.of())),
                StackWaves.OnFailure.STOP);

        PlanPipeline plan = PlanPipeline.of(
                pipeline(SOURCE, new StageDeclaration("Deploy", List.of(stack("Stack", "CREATE_UPDATE")))),
                "plan",
                action -> Optional.of(waves));

        assertThat(plan.targets())
                .map(StackTarget.class::cast)
                .extracting(StackTarget::target, StackTarget::region, StackTarget::stackName)
                .containsExactly(
                        tuple("dublin", Optional.of("eu-west-1"), "shop"),
                        tuple("paris", Optional.of("eu-west-3"), "shop-paris"));
        assertThat(plan.names()).containsExactly(Map.entry("Stack", "Stack"));
    }

    private static DeclaredWork work(ActionDeclaration action) {
        PlanPipeline plan = PlanPipeline.of(
                pipeline(SOURCE, new StageDeclaration("Deploy", List.of(action))),
                "plan",
                stack -> Optional.empty(),
                name -> "on this machine");
        assertThat(plan.pipeline()).as("nothing of it runs").isEmpty();
        assertThat(plan.names()).isEmpty();
        assertThat(plan.targets()).hasSize(1);
        return ((PlanPipeline.DeclaredTarget) plan.targets().getFirst()).work();
    }

    @Test
    void whatCannotBeLookedAtIsToldByItsDeclaration() {
        Map<String, String> files = Map.of("BucketName", "site", "Extract", "true", "ObjectKey", "v#{Pages.N}");
        assertThat(work(action("Put", ActionCategory.DEPLOY, "S3", files, List.of("Site"), List.of())))
                .isEqualTo(new DeclaredWork(
                        "puts the files of 'Site' into the bucket site below v#{Pages.N}",
                        List.of("Objects of the same keys are replaced; nothing is removed.")));
        Map<String, String> whole = Map.of("BucketName", "site", "Extract", "false", "ObjectKey", "site.zip");
        assertThat(work(action("Put", ActionCategory.DEPLOY, "S3", whole, List.of("Site"), List.of()))
                        .summary())
                .isEqualTo("puts 'Site' into the bucket site as site.zip");
        assertThat(work(action(
                                "Tell",
                                ActionCategory.INVOKE,
                                "Lambda",
                                Map.of("FunctionName", "notify:live"),
                                List.of(),
                                List.of()))
                        .summary())
                .isEqualTo("invokes the function notify:live");
        Map<String, String> machine =
                Map.of("StateMachineArn", "arn:aws:states:x", "InputType", "FilePath", "Input", "in.json");
        assertThat(work(action("Check", ActionCategory.INVOKE, "StepFunctions", machine, List.of("Site"), List.of()))
                        .summary())
                .isEqualTo("executes the state machine arn:aws:states:x, with the file in.json of 'Site'");
        ActionDeclaration commands = new ActionDeclaration(
                "Check",
                new ActionTypeId(ActionCategory.COMPUTE, ActionOwner.AWS, "Commands", "1"),
                1,
                Map.of(),
                List.of("make", "make check"),
                List.of(),
                List.of("Templates"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        assertThat(work(commands))
                .isEqualTo(new DeclaredWork("runs 2 commands on this machine", List.of("make", "make check")));
    }

    @Test
    void ofWhatABuildOrAnApprovalDoesNothingIsTold() {
        assertThat(plan(action("Sign", ActionCategory.APPROVAL, "Manual", Map.of(), List.of(), List.of()))
                        .targets())
                .isEmpty();
    }
}
