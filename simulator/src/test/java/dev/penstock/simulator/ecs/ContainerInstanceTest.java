package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.Task;

/** Services and tasks on container instances. */
class ContainerInstanceTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aDaemonHasOneTaskOnEachInstanceThatMeetsItsConstraints() {
        String blue = instance(4096, "blue");
        instance(4096, "blue");
        instance(4096, "green");
        daemon(
                definition(128, 0, ""),
                c -> c.placementConstraints(PlacementConstraint.builder()
                        .type("memberOf")
                        .expression("attribute:colour == blue")
                        .build()));
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(world.service().desiredCount()).isEqualTo(2);
        assertThat(world.service().runningCount()).isEqualTo(2);
        assertThat(instancesOfTasks()).doesNotHaveDuplicates().contains(blue);
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
        String late = instance(4096, "blue");
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(instancesOfTasks()).hasSize(3).contains(late);
        drain(late);
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(instancesOfTasks()).hasSize(2).doesNotContain(late);
    }

    @Test
    void aDaemonIsUpdatedWithinItsPercentages() {
        for (int i = 0; i < 4; i++) {
            instance(4096, "");
        }
        daemon(definition(128, 0, ""), c -> c.deploymentConfiguration(d -> d.minimumHealthyPercent(50)));
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(world.service().deploymentConfiguration().maximumPercent()).isEqualTo(100);

        String next = definition(128, 0, "");
        world.update(u -> u.taskDefinition(next));
        int least = 4;
        for (int i = 0; i < 240; i++) {
            aws.time().advance(Duration.ofSeconds(1));
            List<Task> tasks = world.tasks("RUNNING");
            least = Math.min(least, (int)
                    tasks.stream().filter(t -> t.lastStatus().equals("RUNNING")).count());
            assertThat(tasks).hasSizeLessThanOrEqualTo(4);
        }

        assertThat(least).isEqualTo(2);
        assertThat(world.tasks("RUNNING"))
                .hasSize(4)
                .allSatisfy(t -> assertThat(t.taskDefinitionArn()).isEqualTo(next));
        assertThat(world.service().deployments()).hasSize(1);
    }

    @Test
    void whatADaemonCannotHaveIsRefused() {
        assertThatThrownBy(() -> daemon(definition(128, 0, ""), c -> c.launchType("FARGATE")))
                .hasMessageContaining("Fargate");
        assertThatThrownBy(() -> daemon(definition(128, 0, ""), c -> c.desiredCount(1)))
                .hasMessageContaining("does not support a desired count for services");
        assertThatThrownBy(() -> daemon(
                        definition(128, 0, ""),
                        c -> c.placementConstraints(PlacementConstraint.builder()
                                .type("memberOf")
                                .expression("task:group == service:other")
                                .build())))
                .hasMessageContaining("the placement expression 'task:group == service:other' is not simulated");
    }

    @Test
    void aDrainedInstanceIsLeftOnlyWhenTheTasksAreUpElsewhere() {
        String first = instance(4096, "");
        service(definition(128, 0, ""), 2, c -> {});
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(instancesOfTasks()).containsExactly(first, first);
        String second = instance(4096, "");

        drain(first);
        int least = 2;
        for (int i = 0; i < 150; i++) {
            aws.time().advance(Duration.ofSeconds(1));
            least = Math.min(least, world.service().runningCount());
        }

        assertThat(least).isEqualTo(2);
        assertThat(instancesOfTasks()).containsExactly(second, second);
        ContainerInstance drained = describe(first);
        assertThat(drained.status()).isEqualTo("DRAINING");
        assertThat(drained.runningTasksCount()).isZero();
    }

    @Test
    void whatAnInstanceLacksIsTold() {
        instance(256, "");

        service(definition(512, 0, ""), 1, c -> {});
        aws.time().advance(Duration.ofSeconds(5));

        assertThat(world.messages())
                .singleElement()
                .asString()
                .startsWith("(service web) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance ")
                .contains(") has insufficient memory available. For more information");
        assertThat(world.ecs
                        .runTask(r -> r.cluster("main").taskDefinition(definition(512, 0, "")))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("RESOURCE:MEMORY");
        assertThat(world.ecs
                        .runTask(r -> r.cluster("main").taskDefinition(definition(64, 4096, "")))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("RESOURCE:CPU");
        instance(4096, "");
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.service().runningCount()).isEqualTo(1);
    }

    @Test
    void tasksOfABridgeAreReachedAtPortsOfTheirInstance() {
        BalancerWorld balancer = new BalancerWorld(world.clients, aws.time());
        String group = balancer.targetGroup("web", "instance");
        String instance = instance(4096, "");
        service(definition(128, 0, ""), 2, c -> c.loadBalancers(BalancerWorld.of(group)));
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(balancer.states(group)).containsExactly("healthy", "healthy");
        assertThat(balancer.health(group)).extracting(h -> h.target().port()).containsExactlyInAnyOrder(32768, 32769);
        assertThat(balancer.health(group))
                .extracting(h -> h.target().id())
                .containsOnly(describe(instance).ec2InstanceId());
        assertThat(world.tasks("RUNNING").getFirst().containers().getFirst().networkBindings())
                .hasSize(1);
    }

    @Test
    void distinctInstanceKeepsTasksApart() {
        instance(4096, "");
        instance(4096, "");
        service(
                definition(128, 0, ""),
                3,
                c -> c.placementConstraints(
                        PlacementConstraint.builder().type("distinctInstance").build()));
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(instancesOfTasks()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void attributesArePutListedAndDeleted() {
        String arn = instance(4096, "");
        Attribute attribute =
                Attribute.builder().name("stack").value("test").targetId(arn).build();

        world.ecs.putAttributes(p -> p.cluster("main").attributes(attribute));
        assertThat(world.ecs
                        .listAttributes(l -> l.cluster("main").targetType("container-instance"))
                        .attributes())
                .containsExactly(attribute);
        world.ecs.deleteAttributes(d -> d.cluster("main").attributes(attribute));
        assertThat(world.ecs
                        .listAttributes(l -> l.cluster("main").targetType("container-instance"))
                        .attributes())
                .isEmpty();
    }

    @Test
    void aTaskIsStartedOnTheInstancesThatAreNamed() {
        String first = instance(4096, "");
        String second = instance(4096, "");

        assertThat(world.ecs
                        .startTask(s -> s.cluster("main")
                                .taskDefinition(definition(128, 0, ""))
                                .containerInstances(second, first, "none"))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("MISSING");
        assertThat(instancesOfTasks()).containsExactlyInAnyOrder(first, second);
        assertThat(describe(first).remainingResources())
                .anySatisfy(r -> assertThat(r).isEqualTo(memory(4096 - 128)));
    }

    private void daemon(String definition, Consumer<CreateServiceRequest.Builder> more) {
        CreateServiceRequest.Builder request = CreateServiceRequest.builder()
                .cluster("main")
                .serviceName("web")
                .taskDefinition(definition)
                .schedulingStrategy("DAEMON");
        more.accept(request);
        world.ecs.createService(request.build());
    }

    private void service(String definition, int desired, Consumer<CreateServiceRequest.Builder> more) {
        CreateServiceRequest.Builder request = CreateServiceRequest.builder()
                .cluster("main")
                .serviceName("web")
                .taskDefinition(definition)
                .desiredCount(desired)
                .launchType("EC2");
        more.accept(request);
        world.ecs.createService(request.build());
    }

    private String definition(int memory, int cpu, String simulate) {
        return world.ecs
                .registerTaskDefinition(r -> r.family("web")
                        .networkMode("bridge")
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("web")
                                .image("public.example/web:1")
                                .memory(memory)
                                .cpu(cpu)
                                .environment(KeyValuePair.builder()
                                        .name("PENSTOCK_SIMULATE")
                                        .value(simulate)
                                        .build())
                                .portMappings(
                                        PortMapping.builder().containerPort(80).build())
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private String instance(int memory, String colour) {
        return world.ecs
                .registerContainerInstance(r -> r.cluster("main")
                        .totalResources(
                                Resource.builder()
                                        .name("CPU")
                                        .type("INTEGER")
                                        .integerValue(2048)
                                        .build(),
                                memory(memory))
                        .attributes(Optional.of(colour).filter(c -> !c.isEmpty()).stream()
                                .map(c -> Attribute.builder()
                                        .name("colour")
                                        .value(c)
                                        .build())
                                .toList()))
                .containerInstance()
                .containerInstanceArn();
    }

    private static Resource memory(int mebibytes) {
        return Resource.builder()
                .name("MEMORY")
                .type("INTEGER")
                .integerValue(mebibytes)
                .build();
    }

    private void drain(String instance) {
        world.ecs.updateContainerInstancesState(
                u -> u.cluster("main").containerInstances(instance).status("DRAINING"));
    }

    private ContainerInstance describe(String instance) {
        return world.ecs
                .describeContainerInstances(d -> d.cluster("main").containerInstances(instance))
                .containerInstances()
                .getFirst();
    }

    private List<String> instancesOfTasks() {
        return world.tasks("RUNNING").stream().map(Task::containerInstanceArn).toList();
    }
}
