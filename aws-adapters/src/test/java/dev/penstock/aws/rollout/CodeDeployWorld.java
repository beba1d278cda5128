package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.aws.codedeploy.AwsCodeDeployments;
import dev.penstock.aws.codedeploy.CodeDeploymentReader;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.EcsContainerTasks;
import dev.penstock.aws.ecs.EcsServiceTimings;
import dev.penstock.aws.simulated.SimulatedBlueGreen;
import dev.penstock.codedeploy.CodeDeployFixture;
import dev.penstock.codedeploy.CodeDeployOptions;
import dev.penstock.codedeploy.CodeDeployTimes;
import dev.penstock.codedeploy.CodeDeployToEcsAction;
import dev.penstock.codedeploy.CodeDeployToEcsTarget;
import dev.penstock.fixture.PackAction;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.TimedTarget;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.time.EngineClock.Busy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;

/** ECS services that CodeDeploy deploys to, in one simulated account. */
final class CodeDeployWorld extends AccountWorld {

    private final List<Runnable> left = new ArrayList<>();

    @Override
    public Cell cell(int number, String strategy) {
        var cell = new Cell(this, "shop-" + number);
        super.settle();
        return cell;
    }

    @Override
    public void settle() {
        super.settle();
        for (Runnable theirs : List.copyOf(left)) {
            left.remove(theirs);
            try (Busy busy = clock().busy()) {
                theirs.run();
            }
            super.settle();
        }
    }

    static final class Cell implements TimedCell {

        private static final String IMAGE = "registry.example/web:";

        private final CodeDeployWorld world;
        private final SimulatedBlueGreen shop;
        private String behaviour = "";

        Cell(CodeDeployWorld world, String name) {
            this.world = world;
            this.shop = new SimulatedBlueGreen(world.account, name, IMAGE + "old", Cell::terminating);
        }

        private static void terminating(CreateDeploymentGroupRequest.Builder group) {
            group.blueGreenDeploymentConfiguration(
                    b -> b.deploymentReadyOption(r -> r.actionOnTimeout("CONTINUE_DEPLOYMENT"))
                            .terminateBlueInstancesOnDeploymentSuccess(
                                    t -> t.action("TERMINATE").terminationWaitTimeInMinutes(30)));
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            var target = new CodeDeployToEcsTarget(
                    new AwsCodeDeployments(world.account.clients),
                    new EcsContainerTasks(world.account.clients),
                    new FakeImageRegistry(),
                    action -> CodeDeployOptions.DEFAULT);
            return List.of(
                    new PackAction(),
                    new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge));
        }

        @Override
        public TimedTarget<?> times() {
            return new CodeDeployTimes(
                    new AwsCodeDeployments(world.account.clients),
                    new EcsContainerServices(world.account.clients),
                    new EcsServiceTimings(world.account.clients),
                    action -> CodeDeployOptions.DEFAULT);
        }

        /** The action that deploys without a release, and others that its pipeline has. */
        List<ActionProvider<?, ?>> plain() {
            return List.of(
                    new PackAction(),
                    new CodeDeployToEcsAction(
                            new AwsCodeDeployments(world.account.clients),
                            new EcsContainerTasks(world.account.clients),
                            new FakeImageRegistry(),
                            action -> CodeDeployOptions.DEFAULT));
        }

        @Override
        public List<ResourceReader> readers() {
            return List.of(new CodeDeploymentReader(world.account.clients));
        }

        @Override
        public Pipeline planned() {
            return CodeDeployFixture.pipeline(
                    shop.id,
                    CodeDeployFixture.files(
                            CodeDeployFixture.TASK_DEFINITION, CodeDeployFixture.APP_SPEC, IMAGE + "new"),
                    Map.of(
                            "TaskDefinitionTemplateArtifact", "",
                            "AppSpecTemplateArtifact", "",
                            "Image1ArtifactName", "",
                            "Image1ContainerName", ""));
        }

        @Override
        public Pipeline pipeline() {
            String taskDefinition = CodeDeployFixture.TASK_DEFINITION
                    .replace("role/execution", "role/deploy")
                    .replace(
                            "\"essential\": true,",
                            "\"essential\": true, \"environment\": [{\"name\": \"PENSTOCK_SIMULATE\", \"value\": \""
                                    + behaviour + "\"}],");
            return CodeDeployFixture.pipeline(
                    shop.id,
                    CodeDeployFixture.files(taskDefinition, CodeDeployFixture.APP_SPEC, IMAGE + "new"),
                    Map.of());
        }

        @Override
        public void failHealth() {
            behaviour = "failing:100";
        }

        @Override
        public void interfere() {
            String ours = shop.codeDeploy()
                    .getDeploymentGroup(
                            g -> g.applicationName(shop.id.application()).deploymentGroupName(shop.id.group()))
                    .deploymentGroupInfo()
                    .lastAttemptedDeployment()
                    .deploymentId();
            shop.codeDeploy().stopDeployment(stop -> stop.deploymentId(ours).autoRollbackEnabled(true));
            world.left.add(() -> shop.deploy(IMAGE + "theirs"));
        }

        @Override
        public Course.Runs runs() {
            Map<String, Integer> weights = shop.weights();
            List<String> groups = weights.entrySet().stream()
                    .filter(weight -> weight.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(groups).as("target groups with requests: " + weights).hasSize(1);
            List<String> images = shop.images(groups.getFirst());
            assertThat(images).as("what is in " + groups.getFirst()).hasSize(1);
            String version = images.getFirst().substring(IMAGE.length());
            return Course.Runs.valueOf(version.toUpperCase(Locale.ROOT));
        }
    }
}
