package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

class TaskSetTest {

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
            .start();
    private final EcsWorld world = new EcsWorld(aws);
    private final BalancerWorld balancer = new BalancerWorld(world.clients, aws.time());

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aReleaseIsMovedByTaskSets() {
        String blue = balancer.targetGroup("blue", "ip");
        String green = balancer.targetGroup("green", "ip");
        balancer.delay(blue, 30);
        Service service = service(3);
        assertThat(service.taskSets()).isEmpty();
        assertThat(service.deployments()).isEmpty();

        TaskSet old = create(blue, s -> s.scale(p -> p.unit("PERCENT").value(100.0)));
        assertThat(old.status()).isEqualTo("ACTIVE");
        assertThat(old.computedDesiredCount()).isEqualTo(3);
        assertThat(old.stabilityStatusAsString()).isEqualTo("STABILIZING");
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(describe(old).stabilityStatusAsString()).isEqualTo("STEADY_STATE");
        assertThat(describe(old).runningCount()).isEqualTo(3);
        assertThat(balancer.states(blue)).containsExactly("healthy", "healthy", "healthy");
        world.ecs.updateServicePrimaryTaskSet(
                u -> u.cluster("main").service("web").primaryTaskSet(old.id()));
        assertThat(describe(old).status()).isEqualTo("PRIMARY");
        assertThat(world.service().taskDefinition()).isEqualTo(old.taskDefinition());

        TaskSet next = create(green, s -> s.scale(p -> p.unit("PERCENT").value(50.0)));
        assertThat(next.computedDesiredCount())
                .describedAs("half of three, rounded up")
                .isEqualTo(2);
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(balancer.states(green)).containsExactly("healthy", "healthy");
        assertThat(world.service().runningCount()).isEqualTo(5);
        world.ecs.updateTaskSet(u -> u.cluster("main")
                .service("web")
                .taskSet(next.id())
                .scale(p -> p.unit("PERCENT").value(100.0)));
        assertThat(describe(next).stabilityStatusAsString()).isEqualTo("STABILIZING");
        aws.time().advance(Duration.ofMinutes(2));
        world.ecs.updateServicePrimaryTaskSet(
                u -> u.cluster("main").service("web").primaryTaskSet(next.taskSetArn()));
        assertThat(describe(old).status()).isEqualTo("ACTIVE");

        assertThatThrownBy(() -> world.ecs.deleteTaskSet(
                        d -> d.cluster("main").service("web").taskSet(old.id())))
                .hasMessageContaining("while it is scaled above 0");
        world.ecs.deleteTaskSet(
                d -> d.cluster("main").service("web").taskSet(old.id()).force(true));
        aws.time().advance(Duration.ofSeconds(5));
        assertThat(describe(old).status()).isEqualTo("DRAINING");
        assertThat(balancer.states(blue)).containsOnly("draining");
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(world.service().taskSets())
                .singleElement()
                .satisfies(s -> assertThat(s.id()).isEqualTo(next.id()));
        assertThat(world.service().runningCount()).isEqualTo(3);
        assertThat(world.messages())
                .contains(
                        "(service web, taskSet ecs-svc/…) has started 3 tasks: (task …) (task …) (task …).",
                        "(service web, taskSet ecs-svc/…) has reached a steady state.");
    }

    @Test
    void aSetThatIsNotScaledHasNoTasksAndIsSteady() {
        service(2);
        TaskSet set = create("", s -> {});

        assertThat(set.scale().value()).isZero();
        aws.time().advance(Duration.ofSeconds(5));
        assertThat(describe(set).stabilityStatusAsString()).isEqualTo("STEADY_STATE");
        world.update(u -> u.desiredCount(4));
        world.ecs.updateTaskSet(u -> u.cluster("main")
                .service("web")
                .taskSet(set.id())
                .scale(p -> p.unit("PERCENT").value(25.0)));
        aws.time().advance(Duration.ofMinutes(2));
        assertThat(describe(set).runningCount()).isEqualTo(1);
    }

    @Test
    void aSetWhoseTasksFailDoesNotBecomeSteady() {
        service(1);
        TaskSet set = create(
                "",
                s -> s.taskDefinition(world.register("exit:1@10s"))
                        .scale(p -> p.unit("PERCENT").value(100.0)));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(describe(set).stabilityStatusAsString()).isEqualTo("STABILIZING");
    }

    @Test
    void theSameTokenMakesOneSet() {
        service(1);

        TaskSet first = create("", s -> s.clientToken("once").externalId("release-1"));
        TaskSet second = create("", s -> s.clientToken("once").externalId("release-1"));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.externalId()).isEqualTo("release-1");
        assertThat(aws.effects().of("ecs", "CreateTaskSet")).hasSize(1);
    }

    @Test
    void aServiceWithADefinitionBeginsWithItsPrimarySet() {
        String definition = world.register("");
        Service service = world.create(definition, 2, c -> c.deploymentController(d -> d.type("CODE_DEPLOY")));

        assertThat(service.taskSets()).singleElement().satisfies(s -> {
            assertThat(s.status()).isEqualTo("PRIMARY");
            assertThat(s.startedBy()).isEqualTo("CODE_DEPLOY");
            assertThat(s.computedDesiredCount()).isEqualTo(2);
        });
        aws.time().advance(Duration.ofMinutes(3));
        assertThat(world.service().runningCount()).isEqualTo(2);
        assertThatThrownBy(() -> world.update(u -> u.taskDefinition(world.register(""))))
                .hasMessageContaining("Unable to update task definition on services with a CODE_DEPLOY deployment"
                        + " controller. Use AWS CodeDeploy to trigger a new deployment.");
        world.update(u -> u.desiredCount(1));
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.service().runningCount()).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsTold() {
        service(1);

        assertThatThrownBy(() -> world.ecs.updateTaskSet(u ->
                        u.cluster("main").service("web").taskSet("ecs-svc/1").scale(p -> p.value(1.0))))
                .isInstanceOfSatisfying(
                        EcsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("TaskSetNotFoundException"));
        assertThat(world.ecs
                        .describeTaskSets(d -> d.cluster("main").service("web").taskSets("ecs-svc/1"))
                        .failures())
                .hasSize(1);
        assertThatThrownBy(() -> create("", s -> s.scale(p -> p.unit("PERCENT").value(101.0))))
                .hasMessageContaining("between 0 and 100");
        assertThatThrownBy(() -> world.update(u -> u.forceNewDeployment(true)))
                .hasMessageContaining("EXTERNAL deployment controller");
    }

    @Test
    void aDeletedServiceTakesItsSetsAlong() {
        service(2);
        create("", s -> s.scale(p -> p.unit("PERCENT").value(100.0)));
        aws.time().advance(Duration.ofMinutes(2));

        world.ecs.deleteService(d -> d.cluster("main").service("web").force(true));
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(world.service().status()).isEqualTo("INACTIVE");
        assertThat(world.tasks("RUNNING")).isEmpty();
    }

    private Service service(int desired) {
        return world.ecs
                .createService(c -> c.cluster("main")
                        .serviceName("web")
                        .desiredCount(desired)
                        .deploymentController(d -> d.type("EXTERNAL")))
                .service();
    }

    private TaskSet create(String group, Consumer<CreateTaskSetRequest.Builder> more) {
        CreateTaskSetRequest.Builder request = CreateTaskSetRequest.builder()
                .cluster("main")
                .service("web")
                .taskDefinition(balancer.definition(world, ""))
                .launchType("FARGATE")
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1")));
        if (!group.isEmpty()) {
            request.loadBalancers(BalancerWorld.of(group));
        }
        more.accept(request);
        return world.ecs.createTaskSet(request.build()).taskSet();
    }

    private TaskSet describe(TaskSet set) {
        return world.ecs
                .describeTaskSets(d -> d.cluster("main").service("web").taskSets(set.id()))
                .taskSets()
                .getFirst();
    }
}
