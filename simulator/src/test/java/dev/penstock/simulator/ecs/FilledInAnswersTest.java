package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.AutoScalingGroupProvider;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What AWS fills in where a request left it out, and how it refuses what a request must not say. */
@SuppressWarnings("unchecked") // arrays of the SDK's consumers of builders
class FilledInAnswersTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aContainerIsDescribedWithEveryListThatItDoesNotUse() {
        world.register("");

        ContainerDefinition container = world.ecs
                .describeTaskDefinition(d -> d.taskDefinition("web"))
                .taskDefinition()
                .containerDefinitions()
                .getFirst();

        assertThat(container.hasEnvironment()).isTrue();
        assertThat(container.hasMountPoints()).isTrue();
        assertThat(container.hasVolumesFrom()).isTrue();
        assertThat(container.hasPortMappings()).isTrue();
        assertThat(container.hasSystemControls()).isTrue();
        assertThat(container.cpu()).isZero();
    }

    @Test
    void aServiceIsDescribedWithEveryListThatItDoesNotUse() {
        Service service = world.create(world.register(""), 0, c -> {});

        assertThat(service.hasLoadBalancers()).isTrue();
        assertThat(service.hasServiceRegistries()).isTrue();
        assertThat(service.hasPlacementConstraints()).isTrue();
        assertThat(service.hasPlacementStrategy()).isTrue();
    }

    @Test
    void aFileSystemIsMountedAtItsRootUnlessAFolderIsNamed() {
        TaskDefinition definition = world.ecs
                .registerTaskDefinition(r -> r.family("files")
                        .containerDefinitions(c -> c.name("web").image("web:1").memory(128))
                        .volumes(
                                v -> v.name("whole").efsVolumeConfiguration(f -> f.fileSystemId("fs-1")),
                                v -> v.name("part")
                                        .efsVolumeConfiguration(
                                                f -> f.fileSystemId("fs-1").rootDirectory("/part"))))
                .taskDefinition();

        assertThat(definition.volumes())
                .extracting(v -> v.efsVolumeConfiguration().rootDirectory())
                .containsExactly("/", "/part");
    }

    @Test
    void aCapacityProviderScalesByTheDocumentedNumbersUnlessOthersAreGiven() {
        AutoScalingGroupProvider group = world.ecs
                .createCapacityProvider(c -> c.name("own")
                        .tags(Tag.builder().key("team").value("web").build())
                        .autoScalingGroupProvider(g -> g.autoScalingGroupArn("group")
                                .managedScaling(s -> s.status("ENABLED").maximumScalingStepSize(7))))
                .capacityProvider()
                .autoScalingGroupProvider();

        assertThat(group.managedScaling().minimumScalingStepSize()).isEqualTo(1);
        assertThat(group.managedScaling().maximumScalingStepSize()).isEqualTo(7);
        assertThat(group.managedScaling().instanceWarmupPeriod()).isEqualTo(300);
        assertThat(group.managedTerminationProtectionAsString()).isEqualTo("DISABLED");
    }

    @Test
    void aTaskThatIsRunShowsTheTagsThatItGot() {
        String definition = world.register("");

        List<Task> tasks = world.ecs
                .runTask(r -> r.cluster("main")
                        .taskDefinition(definition)
                        .launchType("FARGATE")
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1")))
                        .tags(Tag.builder().key("team").value("web").build()))
                .tasks();

        assertThat(tasks.getFirst().tags()).extracting(Tag::key).containsExactly("team");
    }

    @Test
    void aContainerInstanceHasTheIdOfItsIdentityDocument() {
        assertThat(world.ecs
                        .registerContainerInstance(r ->
                                r.cluster("main").instanceIdentityDocument("{\"instanceId\":\"i-0123456789abcdef0\"}"))
                        .containerInstance()
                        .ec2InstanceId())
                .isEqualTo("i-0123456789abcdef0");
        assertThat(world.ecs
                        .registerContainerInstance(r -> r.cluster("main").instanceIdentityDocument("none"))
                        .containerInstance()
                        .ec2InstanceId())
                .startsWith("i-0");
    }

    @Test
    void theNewestDefinitionsComeFirstOverAllPagesWhenTheyAreAskedForInDescendingOrder() {
        String first = world.register("");
        String second = world.register("");
        String third = world.register("");

        ListTaskDefinitionsResponse page = world.ecs.listTaskDefinitions(
                l -> l.familyPrefix("web").sort("DESC").maxResults(2));

        assertThat(page.taskDefinitionArns()).containsExactly(third, second);
        assertThat(world.ecs
                        .listTaskDefinitions(l ->
                                l.familyPrefix("web").sort("DESC").maxResults(2).nextToken(page.nextToken()))
                        .taskDefinitionArns())
                .containsExactly(first);
    }

    @Test
    void aServiceThatIsMissingIsNamedWithoutItsCluster() {
        assertThat(world.ecs
                        .describeServices(d -> d.cluster("main").services("none"))
                        .failures()
                        .getFirst()
                        .arn())
                .isEqualTo("arn:aws:ecs:us-east-1:" + Clients.ACCOUNT + ":service/none");
    }

    @Test
    void definitionsThatCannotBeDeletedAreToldApart() {
        assertThat(world.ecs
                        .deleteTaskDefinitions(d -> d.taskDefinitions("web", "web:7"))
                        .failures())
                .extracting(f -> f.reason())
                .containsExactly(
                        "The specified task definition identifier is invalid. Specify a valid name or ARN and try"
                                + " again.",
                        "The specified task definition does not exist. Specify a valid account, family, revision and"
                                + " try again.");
    }

    @Test
    void whatFargateDoesNotDoIsRefusedWhenTheDefinitionIsRegistered() {
        assertThatThrownBy(() -> fargate("host", null))
                .isInstanceOf(EcsException.class)
                .hasMessageContaining("do not support pidMode 'host'. The supported value for pidMode is 'task'.");
        assertThatThrownBy(() -> fargate(null, "task"))
                .isInstanceOf(EcsException.class)
                .hasMessageContaining("Tasks using the Fargate launch type do not support ipcMode.");
        assertThat(fargate("task", null).pidModeAsString()).isEqualTo("task");
    }

    private TaskDefinition fargate(@Nullable String pidMode, @Nullable String ipcMode) {
        return world.ecs
                .registerTaskDefinition(r -> r.family("web")
                        .networkMode("awsvpc")
                        .requiresCompatibilitiesWithStrings("FARGATE")
                        .cpu("256")
                        .memory("512")
                        .pidMode(pidMode)
                        .ipcMode(ipcMode)
                        .containerDefinitions(EcsWorld.container("web:1", "", c -> {})))
                .taskDefinition();
    }

    @Test
    void aRoleThatIsAnEmptyTextIsNone() {
        TaskDefinition definition = world.ecs
                .registerTaskDefinition(r -> r.family("web")
                        .cpu("256")
                        .memory("512")
                        .executionRoleArn("")
                        .taskRoleArn("")
                        .containerDefinitions(EcsWorld.container("web:1", "", c -> {})))
                .taskDefinition();

        assertThat(definition.executionRoleArn()).isNull();
        assertThat(definition.taskRoleArn()).isNull();
    }

    @Test
    void aLaunchTypeThatIsNoneIsRefused() {
        String definition = world.register("");

        assertThatThrownBy(() -> world.create(definition, 1, c -> c.launchType("Fargate")))
                .hasMessageContaining("launch type should be one of [EC2,EXTERNAL,FARGATE");
        assertThatThrownBy(() -> world.ecs.runTask(
                        r -> r.cluster("main").taskDefinition(definition).launchType("fargate")))
                .hasMessageContaining("launch type should be one of [");
    }

    @Test
    void aDaemonIsRefusedACountAndAPlacementStrategyInAwsWords() {
        String definition = world.register("");

        assertThatThrownBy(() -> world.create(
                        definition, 1, c -> c.launchType("EC2").schedulingStrategy(SchedulingStrategy.DAEMON)))
                .hasMessageContaining("The daemon scheduling strategy does not support a desired count for services."
                        + " Remove the desired count value and try again");
    }

    @Test
    void anAccountSettingThatIsNoneIsRefusedInListsToo() {
        assertThatThrownBy(() -> world.ecs.listAccountSettings(l -> l.name("unknown")))
                .isInstanceOf(EcsException.class)
                .hasMessageContaining("unknown should be one of [");
    }
}
