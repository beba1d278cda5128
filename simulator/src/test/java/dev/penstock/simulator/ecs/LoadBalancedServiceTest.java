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
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

class LoadBalancedServiceTest {

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
    void tasksAreRegisteredOnceTheyRunAndCountWhenTheirTargetIsHealthy() {
        String group = balancer.targetGroup("web", "ip");
        create(2, "", group, c -> {});

        aws.time().advance(Duration.ofSeconds(33));
        assertThat(world.tasks("RUNNING")).extracting(Task::lastStatus).containsExactly("RUNNING", "RUNNING");
        assertThat(balancer.states(group)).isEmpty();
        aws.time().advance(Duration.ofSeconds(2));
        assertThat(balancer.states(group)).containsExactly("initial", "initial");
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(balancer.states(group)).containsExactly("healthy", "healthy");
        assertThat(balancer.health(group))
                .extracting(h -> h.target().id())
                .containsExactlyInAnyOrderElementsOf(world.tasks("RUNNING").stream()
                        .map(t -> t.containers().getFirst().networkInterfaces().getFirst())
                        .map(NetworkInterface::privateIpv4Address)
                        .toList());
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
        assertThat(world.messages())
                .containsExactly(
                        "(service web) has started 2 tasks: (task …) (task …).",
                        "(service web) registered 2 targets in (target-group " + group + ")",
                        "(service web) (deployment ecs-svc/…) deployment completed.",
                        "(service web) has reached a steady state.");
        assertThat(world.service().loadBalancers()).containsExactly(BalancerWorld.of(group));
        assertThat(world.ecs
                        .describeServiceRevisions(d -> d.serviceRevisionArns(world.service()
                                .currentServiceRevisions()
                                .getFirst()
                                .arn()))
                        .serviceRevisions()
                        .getFirst()
                        .resolvedConfiguration()
                        .loadBalancers()
                        .getFirst()
                        .targetGroupArn())
                .isEqualTo(group);
    }

    @Test
    void anOldTaskDrainsForTheWholeDelayBeforeItIsStopped() {
        String group = balancer.targetGroup("web", "ip");
        balancer.delay(group, 60);
        create(1, "", group, c -> {});
        aws.time().advance(Duration.ofMinutes(3));
        Task old = world.tasks("RUNNING").getFirst();

        world.update(u -> u.taskDefinition(balancer.definition(world, "")));
        until("DEACTIVATING", old);
        Instant draining = aws.time().now();

        assertThat(balancer.states(group)).containsExactlyInAnyOrder("draining", "healthy");
        assertThat(describe(old).desiredStatus()).isEqualTo("STOPPED");
        until("STOPPING", old);
        assertThat(Duration.between(draining, aws.time().now()))
                .isBetween(Duration.ofSeconds(58), Duration.ofSeconds(61));
        assertThat(world.service().deployments())
                .describedAs("old tasks that drain hold the deployment open")
                .hasSize(2);
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(describe(old).lastStatus()).isEqualTo("STOPPED");
        assertThat(balancer.states(group)).containsExactly("healthy");
        assertThat(world.messages())
                .endsWith(
                        "(service web) has stopped 1 running tasks: (task …).",
                        "(service web) deregistered 1 targets in (target-group " + group + ")",
                        "(service web, taskSet ecs-svc/…) has begun draining connections on 1 tasks.",
                        "(service web) (deployment ecs-svc/…) deployment completed.",
                        "(service web) has reached a steady state.");
    }

    @Test
    void aReleaseThatAnswersWithErrorsIsRolledBack() {
        String group = balancer.targetGroup("web", "ip");
        balancer.delay(group, 5);
        Service before = create(2, "", group, c -> {});
        aws.time().advance(Duration.ofMinutes(3));

        Service updated = world.update(u -> u.taskDefinition(balancer.definition(world, "failing:100")));
        int leastHealthy = Integer.MAX_VALUE;
        for (int i = 0; i < 60 * 15; i++) {
            aws.time().advance(Duration.ofSeconds(1));
            leastHealthy = Math.min(leastHealthy, (int)
                    balancer.states(group).stream().filter("healthy"::equals).count());
        }

        assertThat(leastHealthy).isEqualTo(2);
        assertThat(world.deployment(updated.currentServiceDeployment()).statusAsString())
                .isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(world.service().taskDefinition()).isEqualTo(before.taskDefinition());
        assertThat(world.tasks("STOPPED"))
                .extracting(Task::stoppedReason)
                .contains("Task failed ELB health checks in (target-group " + group + ")");
        assertThat(world.messages())
                .contains(
                        "(service web) (port 80) is unhealthy in (target-group " + group
                                + ") due to (reason Health checks failed with these codes: [500])",
                        "(service web) (deployment ecs-svc/…) deployment failed: tasks failed to start.",
                        "(service web) rolling back to deployment ecs-svc/….");
    }

    @Test
    void theGracePeriodForgivesASlowStart() {
        String group = balancer.targetGroup("web", "ip");
        create(1, "answers@3m", group, c -> c.healthCheckGracePeriodSeconds(600));
        aws.time().advance(Duration.ofMinutes(8));

        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
        assertThat(world.tasks("STOPPED")).isEmpty();
    }

    @Test
    void withoutGracePeriodASlowStarterIsReplacedForEver() {
        String group = balancer.targetGroup("web", "ip");
        balancer.delay(group, 0);
        create(1, "answers@3m", group, c -> {});
        aws.time().advance(Duration.ofMinutes(2));
        aws.time().advance(Duration.ofMinutes(8));

        assertThat(world.tasks("STOPPED")).isNotEmpty();
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isNotEqualTo("COMPLETED");
    }

    @Test
    void aTaskThatTurnsUnhealthyIsReplacedBeforeItIsStopped() {
        String group = balancer.targetGroup("web", "ip");
        balancer.delay(group, 0);
        create(2, "failing:100@5m", group, c -> {});
        aws.time().advance(Duration.ofMinutes(4));
        assertThat(world.service().events().getFirst().message()).contains("steady state");

        boolean both = false;
        for (int i = 0; i < 400; i++) {
            aws.time().advance(Duration.ofSeconds(1));
            both |= world.tasks("RUNNING").size() == 4;
            assertThat(world.tasks("RUNNING").size()).isBetween(2, 4);
        }

        assertThat(both).describedAs("replacements were started first").isTrue();
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .isEqualTo("COMPLETED");
        assertThat(world.tasks("STOPPED"))
                .hasSize(2)
                .extracting(Task::stoppedReason)
                .containsOnly("Task failed ELB health checks in (target-group " + group + ")");
    }

    @Test
    void twoGroupsMustBothFindATaskHealthy() {
        String first = balancer.targetGroup("first", "ip");
        String second = balancer.targetGroup("second", "ip");
        create(
                1,
                "",
                first,
                c -> c.loadBalancers(BalancerWorld.of(first), BalancerWorld.of(second))
                        .healthCheckGracePeriodSeconds(60));
        aws.time().advance(Duration.ofMinutes(3));

        assertThat(balancer.states(first)).containsExactly("healthy");
        assertThat(balancer.states(second)).containsExactly("healthy");
        world.update(u -> u.loadBalancers(BalancerWorld.of(second)));
        aws.time().advance(Duration.ofMinutes(15));
        assertThat(balancer.states(first)).isEmpty();
        assertThat(balancer.states(second)).containsExactly("healthy");
        assertThat(world.service().deployments())
                .singleElement()
                .extracting(Deployment::rolloutStateAsString)
                .isEqualTo("COMPLETED");
    }

    @Test
    void targetGroupsThatDoNotFitAreRefused() {
        String unused = balancer.targetGroupAlone("unused", "ip");
        String instances = balancer.targetGroup("instances", "instance");
        String group = balancer.targetGroup("web", "ip");

        assertThatThrownBy(() -> create(1, "", group.replace("targetgroup/web", "targetgroup/none"), c -> {}))
                .hasMessageContaining("The target group with targetGroupArn")
                .hasMessageContaining("does not exist.");
        assertThatThrownBy(() -> create(1, "", unused, c -> {}))
                .hasMessageContaining("The target group with targetGroupArn " + unused
                        + " does not have an associated load balancer.");
        assertThatThrownBy(() -> create(1, "", instances, c -> {}))
                .hasMessageContaining("has target type instance, which is incompatible with the awsvpc network mode");
        assertThatThrownBy(() -> create(1, "", group, c -> c.loadBalancers(BalancerWorld.of(group, "other", 80))))
                .hasMessageContaining("The container other does not exist in the task definition.");
        assertThatThrownBy(() -> create(1, "", group, c -> c.loadBalancers(BalancerWorld.of(group, "web", 81))))
                .hasMessageContaining("The container web did not have a container port 81 defined.");
    }

    @Test
    void aDeletedServiceDrainsItsTargets() {
        String group = balancer.targetGroup("web", "ip");
        balancer.delay(group, 30);
        create(2, "", group, c -> {});
        aws.time().advance(Duration.ofMinutes(3));

        world.ecs.deleteService(d -> d.cluster("main").service("web").force(true));
        aws.time().advance(Duration.ofSeconds(5));

        assertThat(balancer.states(group)).containsExactly("draining", "draining");
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.service().status()).isEqualTo("INACTIVE");
        assertThat(balancer.states(group)).isEmpty();
    }

    private Service create(int desired, String simulate, String group, Consumer<CreateServiceRequest.Builder> more) {
        return world.create(balancer.definition(world, simulate), desired, c -> {
            c.loadBalancers(BalancerWorld.of(group));
            more.accept(c);
        });
    }

    private Task describe(Task task) {
        return world.ecs
                .describeTasks(d -> d.cluster("main").tasks(task.taskArn()))
                .tasks()
                .getFirst();
    }

    private void until(String status, Task task) {
        for (int i = 0; i < 600 && !describe(task).lastStatus().equals(status); i++) {
            aws.time().advance(Duration.ofSeconds(1));
        }
        assertThat(describe(task).lastStatus()).isEqualTo(status);
    }
}
