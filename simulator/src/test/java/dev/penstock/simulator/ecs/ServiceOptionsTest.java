package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** Capacity providers, protection, tags, foreign changes, and deployments that come into each other's way. */
class ServiceOptionsTest {

    private static final String SERVICE = "arn:aws:ecs:us-east-1:" + Clients.ACCOUNT + ":service/main/web";

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void anArnOfSomethingElseIsNotTakenForAServiceWithItsLastName() {
        world.create(world.register(""), 0, c -> {});
        world.ecs.createCluster(c -> c.clusterName("other"));
        List<String> others = List.of(
                SERVICE.replace(":ecs:", ":lambda:"),
                SERVICE.replace("us-east-1", "us-west-2"),
                SERVICE.replace(Clients.ACCOUNT, "999999999999"),
                SERVICE.replace("/main/", "/other/"),
                SERVICE.replace(":service/", ":service/extra/"),
                SERVICE.replace(":service/", ":task/"));

        assertThat(world.ecs
                        .describeServices(d -> d.cluster("main").services(others))
                        .failures())
                .extracting(Failure::arn)
                .containsExactlyElementsOf(others);
        List<String> names = List.of("web", SERVICE, SERVICE.replace("/main/", "/"));
        assertThat(world.ecs
                        .describeServices(d -> d.cluster("main").services(names))
                        .services())
                .extracting(Service::serviceArn)
                .containsOnly(SERVICE)
                .hasSize(3);
    }

    @Test
    void aStrategySplitsTasksByBaseAndWeight() {
        spot();
        world.create(
                world.register(""),
                7,
                c -> c.launchType((String) null)
                        .capacityProviderStrategy(item("FARGATE", 1, 1), item("FARGATE_SPOT", 0, 2)));
        aws.time().advance(Duration.ofMinutes(3));

        Map<String, Long> split = world.tasks("RUNNING").stream()
                .collect(Collectors.groupingBy(Task::capacityProviderName, Collectors.counting()));
        assertThat(split).isEqualTo(Map.of("FARGATE", 3L, "FARGATE_SPOT", 4L));
        assertThat(world.service().launchType()).isNull();
        assertThat(world.service().deployments().getFirst().capacityProviderStrategy())
                .hasSize(2);
    }

    @Test
    void theClustersDefaultStrategyIsUsedWhenNothingIsAskedFor() {
        spot();
        world.ecs.putClusterCapacityProviders(p -> p.cluster("main")
                .capacityProviders("FARGATE", "FARGATE_SPOT")
                .defaultCapacityProviderStrategy(item("FARGATE_SPOT", 0, 1)));
        world.create(world.register(""), 1, c -> c.launchType((String) null));
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(world.tasks("RUNNING").getFirst().capacityProviderName()).isEqualTo("FARGATE_SPOT");
        aws.ecsIncidents().interruptSpot(world.tasks("RUNNING").getFirst().taskArn());
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.tasks("STOPPED")).singleElement().satisfies(t -> {
            assertThat(t.stopCodeAsString()).isEqualTo("SpotInterruption");
            assertThat(t.stoppedReason()).isEqualTo("Your Spot Task was interrupted.");
        });
        assertThat(world.service().runningCount()).isEqualTo(1);
    }

    @Test
    void strategiesThatAClusterCannotFollowAreRefused() {
        assertThatThrownBy(() -> world.create(
                        world.register(""),
                        1,
                        c -> c.launchType((String) null).capacityProviderStrategy(item("FARGATE_SPOT", 0, 1))))
                .hasMessageContaining("not associated with the cluster");
        spot();
        assertThatThrownBy(() -> world.create(
                        world.register(""),
                        1,
                        c -> c.launchType((String) null).capacityProviderStrategy(item("FARGATE_SPOT", 0, 0))))
                .hasMessageContaining("weight greater than zero");
        assertThatThrownBy(() -> world.ecs.putClusterCapacityProviders(
                        p -> p.cluster("main").capacityProviders("none").defaultCapacityProviderStrategy(List.of())))
                .hasMessageContaining("was not found");
    }

    @Test
    void aCapacityProviderIsMadeUsedAndDeleted() {
        world.ecs.createCapacityProvider(c -> c.name("own")
                .autoScalingGroupProvider(a -> a.autoScalingGroupArn("arn:aws:autoscaling:us-east-1:" + Clients.ACCOUNT
                        + ":autoScalingGroup:1:autoScalingGroupName/own")));
        assertThat(world.ecs.describeCapacityProviders(d -> {}).capacityProviders())
                .extracting(p -> p.name())
                .containsExactly("FARGATE", "FARGATE_SPOT", "own");
        world.ecs.putClusterCapacityProviders(
                p -> p.cluster("main").capacityProviders("own").defaultCapacityProviderStrategy(List.of()));
        assertThatThrownBy(() -> world.ecs.deleteCapacityProvider(d -> d.capacityProvider("own")))
                .hasMessageContaining("associated with a cluster");
        world.ecs.putClusterCapacityProviders(
                p -> p.cluster("main").capacityProviders(List.of()).defaultCapacityProviderStrategy(List.of()));
        world.ecs.deleteCapacityProvider(d -> d.capacityProvider("own"));
        assertThatThrownBy(() -> world.ecs.deleteCapacityProvider(d -> d.capacityProvider("FARGATE")))
                .hasMessageContaining("reserved");
    }

    @Test
    void missingCapacityIsToldAndTriedAgain() {
        aws.ecsFaults().noCapacity("service:web", "FARGATE", 2);
        world.create(world.register(""), 1, c -> {});
        aws.time().advance(Duration.ofSeconds(30));

        assertThat(world.messages())
                .containsExactly(
                        "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please"
                                + " try again later or in a different availability zone.");
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.service().runningCount()).isEqualTo(1);
        assertThat(world.messages()).last().asString().contains("steady state");
    }

    @Test
    void anImageThatCannotBePulledTripsTheBreaker() {
        Service before = steady(1);
        aws.ecsFaults().pullFails("web:1", EcsFaults.ALWAYS);

        Service deploying = world.update(u -> u.forceNewDeployment(true));
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(world.deployment(deploying.currentServiceDeployment()).rollback())
                .isNotNull();
        assertThat(world.tasks("STOPPED"))
                .extracting(Task::stoppedReason)
                .anySatisfy(r -> assertThat(r).startsWith("CannotPullContainerError:"));
        assertThat(world.service().taskDefinition()).isEqualTo(before.taskDefinition());
    }

    @Test
    void aProtectedTaskOutlivesADeploymentUntilItsProtectionEnds() {
        Service before = steady(2);
        String kept = world.tasks("RUNNING").getFirst().taskArn();
        ProtectedTask shown = world.ecs
                .updateTaskProtection(p ->
                        p.cluster("main").tasks(kept).protectionEnabled(true).expiresInMinutes(10))
                .protectedTasks()
                .getFirst();
        assertThat(shown.protectionEnabled()).isTrue();

        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(world.tasks("RUNNING")).extracting(Task::taskArn).contains(kept);
        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("IN_PROGRESS");
        assertThat(world.messages())
                .contains("(service web) was unable to scale in due to (reason 1 tasks under protection)");
        aws.time().advance(Duration.ofMinutes(7));
        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
        assertThat(world.tasks("RUNNING"))
                .noneSatisfy(t -> assertThat(t.taskDefinitionArn()).isEqualTo(before.taskDefinition()));
        assertThat(world.ecs
                        .getTaskProtection(g -> g.cluster("main").tasks("none"))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("MISSING");
    }

    @Test
    void tagsAreHandedOnToTasks() {
        world.create(
                world.register(""),
                1,
                c -> c.propagateTags("SERVICE")
                        .enableECSManagedTags(true)
                        .tags(Tag.builder().key("team").value("shop").build()));
        aws.time().advance(Duration.ofMinutes(1));

        String task = world.tasks("RUNNING").getFirst().taskArn();
        assertThat(world.ecs.listTagsForResource(l -> l.resourceArn(task)).tags().stream()
                        .collect(Collectors.toMap(Tag::key, Tag::value)))
                .isEqualTo(Map.of("team", "shop", "aws:ecs:clusterName", "main", "aws:ecs:serviceName", "web"));
    }

    @Test
    void aForeignChangeInTheMiddleOfADeploymentTakesItOver() {
        steady(2);
        String foreign = world.register("");
        aws.ecsIncidents()
                .foreignChangeDuringDeployment(
                        SERVICE,
                        Duration.ofSeconds(20),
                        UpdateServiceRequest.builder().taskDefinition(foreign).build());

        Service ours = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(world.deployment(ours.currentServiceDeployment()).statusAsString())
                .isEqualTo("STOPPED");
        assertThat(world.service().taskDefinition()).isEqualTo(foreign);
        assertThat(world.service().currentServiceDeployment()).isNotEqualTo(ours.currentServiceDeployment());
        assertThat(aws.effects().of("ecs", "UpdateService")).hasSize(2);
    }

    @Test
    void threeDeploymentsLiveBesideEachOther() {
        steady(4);
        world.update(u -> u.taskDefinition(world.register("pull@2m")));
        aws.time().advance(Duration.ofSeconds(15));
        world.update(u -> u.deploymentConfiguration(d -> d.maximumPercent(300)));
        world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(1));

        Service service = world.service();
        assertThat(service.deployments()).extracting(Deployment::status).containsExactly("PRIMARY", "ACTIVE", "ACTIVE");
        assertThat(service.deployments()).extracting(Deployment::pendingCount).containsExactly(0, 4, 0);
        assertThat(service.deployments()).extracting(Deployment::runningCount).containsExactly(0, 0, 4);
        assertThat(service.runningCount() + service.pendingCount()).isEqualTo(8);
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.service().deployments()).hasSize(1);
        assertThat(world.service().runningCount()).isEqualTo(4);
    }

    @Test
    void aServiceIsScaledAndDeletedInTheMiddleOfADeployment() {
        steady(3);
        Service deploying = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(20));
        world.update(u -> u.desiredCount(1));
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.service().runningCount()).isEqualTo(1);
        assertThat(world.deployment(deploying.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");

        world.update(u -> u.desiredCount(0));
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.service().runningCount()).isZero();
        assertThat(world.service().events().getFirst().message()).contains("steady state");
        world.update(u -> u.desiredCount(2).forceNewDeployment(true));
        aws.time().advance(Duration.ofSeconds(20));
        String going = world.service().currentServiceDeployment();
        world.ecs.deleteService(d -> d.cluster("main").service("web").force(true));
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(world.service().status()).isEqualTo("INACTIVE");
        assertThat(world.deployment(going).statusAsString()).isEqualTo("STOPPED");
        assertThat(world.tasks("RUNNING")).isEmpty();
    }

    @Test
    void aDefinitionIsDeletedOnceNothingRefersToIt() {
        steady(1);
        String definition = world.service().taskDefinition();
        assertThat(world.ecs
                        .deleteTaskDefinitions(d -> d.taskDefinitions(definition))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("The specified task definition is still in ACTIVE status. Please deregister the target"
                        + " and try again.");
        world.ecs.deregisterTaskDefinition(d -> d.taskDefinition(definition));
        world.ecs.deleteTaskDefinitions(d -> d.taskDefinitions(definition));
        aws.time().advance(Duration.ofHours(1));

        assertThat(world.ecs
                        .describeTaskDefinition(d -> d.taskDefinition(definition))
                        .taskDefinition()
                        .statusAsString())
                .isEqualTo("DELETE_IN_PROGRESS");
        assertThat(world.service().runningCount()).isEqualTo(1);
        world.ecs.deleteService(d -> d.cluster("main").service("web").force(true));
        aws.time().advance(Duration.ofHours(2));
        assertThatThrownBy(() -> world.ecs.describeTaskDefinition(d -> d.taskDefinition(definition)))
                .hasMessageContaining("Unable to describe task definition.");
    }

    @Test
    void settingsOfClusterAndAccountAreKept() {
        world.ecs.updateClusterSettings(u -> u.cluster("main")
                .settings(ClusterSetting.builder()
                        .name("containerInsights")
                        .value("enabled")
                        .build()));
        assertThat(world.ecs
                        .describeClusters(d -> d.clusters("main"))
                        .clusters()
                        .getFirst()
                        .settings()
                        .getFirst()
                        .value())
                .isEqualTo("enabled");
        world.ecs.putAccountSettingDefault(p -> p.name("containerInsights").value("enhanced"));
        assertThat(world.ecs
                        .listAccountSettings(l -> l.name("containerInsights").effectiveSettings(true))
                        .settings()
                        .getFirst()
                        .value())
                .isEqualTo("enhanced");
        assertThat(world.ecs.listServicesByNamespace(l -> l.namespace("shop")).serviceArns())
                .isEmpty();
    }

    @Test
    void aCommandIsRefusedAsAwsDoesAndElseSaidNotToBeSimulated() {
        steady(1);
        String task = world.tasks("RUNNING").getFirst().taskArn();
        assertThatThrownBy(() -> world.ecs.executeCommand(
                        e -> e.cluster("main").task(task).command("ls").interactive(true)))
                .hasMessageContaining("execute command was not enabled when the task was run");
        world.update(u -> u.enableExecuteCommand(true).forceNewDeployment(true));
        aws.time().advance(Duration.ofMinutes(5));
        String enabled = world.tasks("RUNNING").getFirst().taskArn();
        assertThatThrownBy(() -> world.ecs.executeCommand(
                        e -> e.cluster("main").task(enabled).command("ls").interactive(true)))
                .isInstanceOfSatisfying(
                        EcsException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }

    private Service steady(int desired) {
        world.create(world.register(""), desired, c -> {});
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
        return world.service();
    }

    private void spot() {
        world.ecs.putClusterCapacityProviders(p -> p.cluster("main")
                .capacityProviders("FARGATE", "FARGATE_SPOT")
                .defaultCapacityProviderStrategy(List.of()));
    }

    private static CapacityProviderStrategyItem item(String provider, int base, int weight) {
        return CapacityProviderStrategyItem.builder()
                .capacityProvider(provider)
                .base(base)
                .weight(weight)
                .build();
    }
}
