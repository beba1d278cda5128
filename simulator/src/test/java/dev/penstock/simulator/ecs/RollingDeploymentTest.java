package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecr.Pusher;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;
import software.amazon.awssdk.services.ecs.model.Task;

class RollingDeploymentTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.stepped(START)).start();
    private final EcsWorld world = new EcsWorld(aws);

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void aServiceComesUpStepByStep() {
        Service created = world.create(world.register(""), 2, c -> {});

        assertThat(created.deployments().getFirst().rolloutStateAsString()).isEqualTo("IN_PROGRESS");
        assertThat(world.deployment(created.currentServiceDeployment()).statusAsString())
                .isEqualTo("PENDING");
        assertThat(statusesAfter(Duration.ofSeconds(2))).containsExactly("PROVISIONING", "PROVISIONING");
        assertThat(world.deployment(created.currentServiceDeployment()).statusAsString())
                .isEqualTo("IN_PROGRESS");
        assertThat(statusesAfter(Duration.ofSeconds(10))).containsExactly("PENDING", "PENDING");
        assertThat(statusesAfter(Duration.ofSeconds(15))).containsExactly("ACTIVATING", "ACTIVATING");
        assertThat(world.service().pendingCount()).isEqualTo(2);
        assertThat(statusesAfter(Duration.ofSeconds(5))).containsExactly("RUNNING", "RUNNING");
        assertThat(world.service().runningCount()).isEqualTo(2);
        aws.time().advance(Duration.ofSeconds(38));
        assertThat(world.service().deployments().getFirst().rolloutStateAsString())
                .describedAs("running for less than 40 s counts for nothing")
                .isEqualTo("IN_PROGRESS");
        aws.time().advance(Duration.ofSeconds(4));

        ServiceDeployment deployment = world.deployment(created.currentServiceDeployment());
        assertThat(deployment.statusAsString()).isEqualTo("SUCCESSFUL");
        assertThat(deployment.targetServiceRevision().runningTaskCount()).isEqualTo(2);
        assertThat(deployment.deploymentCircuitBreaker().statusAsString()).isEqualTo("MONITORING_COMPLETE");
        assertThat(deployment.deploymentCircuitBreaker().threshold()).isEqualTo(3);
        assertThat(world.messages())
                .containsExactly(
                        "(service web) has started 2 tasks: (task …) (task …).",
                        "(service web) (deployment ecs-svc/…) deployment completed.",
                        "(service web) has reached a steady state.");
    }

    @Test
    void anUpdateReplacesTasksWithoutGoingBelowTheDesiredCount() {
        Service created = steady(4, c -> {});
        String first = created.taskDefinition();

        Service updated = world.update(u -> u.taskDefinition(world.register("")));

        assertThat(updated.currentServiceDeployment()).isNotEqualTo(created.currentServiceDeployment());
        assertThat(updated.deployments()).extracting(Deployment::status).containsExactly("PRIMARY", "ACTIVE");
        int mostAtOnce = 0;
        int leastRunning = Integer.MAX_VALUE;
        for (int i = 0; i < 130; i++) {
            aws.time().advance(Duration.ofSeconds(1));
            Service service = world.service();
            mostAtOnce = Math.max(mostAtOnce, service.runningCount() + service.pendingCount());
            leastRunning = Math.min(leastRunning, service.runningCount());
        }

        assertThat(leastRunning).isEqualTo(4);
        assertThat(mostAtOnce).isEqualTo(8);
        assertThat(world.service().deployments()).singleElement().satisfies(d -> {
            assertThat(d.rolloutStateAsString()).isEqualTo("COMPLETED");
            assertThat(d.rolloutStateReason()).isEqualTo("ECS deployment " + d.id() + " completed.");
            assertThat(d.taskDefinition()).isNotEqualTo(first);
        });
        assertThat(world.tasks("RUNNING"))
                .hasSize(4)
                .allSatisfy(t -> assertThat(t.taskDefinitionArn()).isNotEqualTo(first));
        assertThat(world.tasks("STOPPED")).hasSize(4).allSatisfy(t -> {
            assertThat(t.stopCodeAsString()).isEqualTo("ServiceSchedulerInitiated");
            assertThat(t.stoppedReason()).startsWith("Scaling activity initiated by (deployment ecs-svc/");
            assertThat(t.containers().getFirst().exitCode()).isEqualTo(143);
        });
        assertThat(world.messages())
                .endsWith(
                        "(service web) has stopped 4 running tasks: (task …) (task …) (task …) (task …).",
                        "(service web) (deployment ecs-svc/…) deployment completed.",
                        "(service web) has reached a steady state.");
    }

    @ParameterizedTest
    @CsvSource({"4,100,200,4,8", "4,50,100,2,4", "4,100,150,4,6", "3,50,100,2,3", "1,0,100,0,1", "2,100,200,2,4"})
    void theDeploymentStaysWithinItsPercentages(int desired, int minimum, int maximum, int least, int most) {
        steady(
                desired,
                c -> c.deploymentConfiguration(
                        d -> d.minimumHealthyPercent(minimum).maximumPercent(maximum)));
        world.update(u -> u.taskDefinition(world.register("")));

        int leastSeen = Integer.MAX_VALUE;
        int mostSeen = 0;
        for (int i = 0; i < 160; i++) {
            aws.time().advance(Duration.ofSeconds(3));
            Service service = world.service();
            leastSeen = Math.min(leastSeen, service.runningCount());
            mostSeen = Math.max(mostSeen, service.runningCount() + service.pendingCount());
        }

        assertThat(leastSeen).isEqualTo(least);
        assertThat(mostSeen).isEqualTo(most);
        assertThat(world.service().deployments())
                .singleElement()
                .satisfies(d -> assertThat(d.rolloutStateAsString()).isEqualTo("COMPLETED"));
    }

    @Test
    void percentagesThatLeaveNoRoomStallTheDeploymentAndSaySo() {
        steady(
                3,
                c -> c.deploymentConfiguration(d -> d.minimumHealthyPercent(100).maximumPercent(125)));

        world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofHours(1));

        assertThat(world.service().deployments()).hasSize(2);
        assertThat(world.messages())
                .last()
                .asString()
                .contains("was unable to stop or start tasks during a deployment because of the service deployment"
                        + " configuration");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aBrokenReleaseTripsTheBreakerAtThreeFailuresAndGoesBack(int desired) {
        Service before = steady(desired, c -> {});
        String good = before.taskDefinition();

        Service updated = world.update(u -> u.taskDefinition(world.register("exit:1@3s")));
        aws.time().advance(Duration.ofMinutes(10));

        ServiceDeployment deployment = world.deployment(updated.currentServiceDeployment());
        assertThat(deployment.statusAsString()).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(deployment.statusReason())
                .isEqualTo("Service deployment rolled back because the circuit breaker threshold was exceeded.");
        assertThat(deployment.deploymentCircuitBreaker().statusAsString()).isEqualTo("TRIGGERED");
        assertThat(deployment.deploymentCircuitBreaker().failureCount()).isEqualTo(3);
        assertThat(deployment.rollback().serviceRevisionArn())
                .isEqualTo(before.currentServiceRevisions().getFirst().arn());
        Service after = world.service();
        assertThat(after.currentServiceDeployment()).isEqualTo(updated.currentServiceDeployment());
        assertThat(after.taskDefinition()).isEqualTo(good);
        assertThat(after.deployments()).singleElement().satisfies(d -> {
            assertThat(d.id()).isEqualTo(before.deployments().getFirst().id());
            assertThat(d.rolloutStateAsString()).isEqualTo("COMPLETED");
        });
        assertThat(world.tasks("RUNNING"))
                .hasSize(desired)
                .allSatisfy(t -> assertThat(t.taskDefinitionArn()).isEqualTo(good));
        assertThat(world.messages())
                .containsSubsequence(
                        "(service web) (deployment ecs-svc/…) deployment failed: tasks failed to start.",
                        "(service web) rolling back to deployment ecs-svc/….",
                        "(service web) has reached a steady state.");
    }

    @Test
    void whileItGoesBackTheFailedDeploymentIsShownBesideTheOldOne() {
        steady(1, c -> {});
        world.update(u -> u.taskDefinition(world.register("exit:1@3s")));

        Service service = world.service();
        for (int i = 0;
                i < 300 && service.events().stream().noneMatch(e -> e.message().contains("rolling back"));
                i++) {
            aws.time().advance(Duration.ofSeconds(1));
            service = world.service();
        }

        Deployment primary = service.deployments().getFirst();
        assertThat(primary.rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: rolling back to deploymentId " + primary.id() + ".");
        assertThat(service.deployments().get(1).rolloutStateAsString()).isEqualTo("FAILED");
        assertThat(service.deployments().get(1).rolloutStateReason())
                .isEqualTo("ECS deployment circuit breaker: tasks failed to start.");
    }

    @Test
    void withoutRollbackAFailedDeploymentStaysAndOldTasksGoOn() {
        steady(
                2,
                c -> c.deploymentConfiguration(
                        d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(false))));

        Service updated = world.update(u -> u.taskDefinition(world.register("exit:1@3s")));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(world.deployment(updated.currentServiceDeployment()).statusAsString())
                .isEqualTo("STOPPED");
        assertThat(world.service().deployments())
                .extracting(Deployment::rolloutStateAsString)
                .containsExactly("FAILED", "COMPLETED");
        assertThat(world.service().runningCount()).isEqualTo(2);
    }

    @Test
    void withoutBreakerFailingTasksAreReplacedForEver() {
        steady(1, c -> c.deploymentConfiguration(d -> d.maximumPercent(200)));

        Service updated = world.update(u -> u.taskDefinition(world.register("exit:1@3s")));
        aws.time().advance(Duration.ofMinutes(30));

        assertThat(world.deployment(updated.currentServiceDeployment()).statusAsString())
                .isEqualTo("IN_PROGRESS");
        assertThat(world.service().deployments().getFirst().failedTasks()).isGreaterThan(20);
    }

    @Test
    void startsThatNeverReachRunningArePausedLongerAndLonger() {
        world.create(world.register("cannot-pull"), 1, c -> c.deploymentConfiguration(d -> d.maximumPercent(200)));

        aws.time().advance(Duration.ofHours(3));
        int after = world.service().deployments().getFirst().failedTasks();
        aws.time().advance(Duration.ofHours(1));

        assertThat(after).isBetween(18, 30);
        assertThat(world.service().deployments().getFirst().failedTasks() - after)
                .describedAs("at most one start in 15 minutes")
                .isBetween(3, 4);
        assertThat(world.messages())
                .containsOnlyOnce("(service web) is unable to consistently start tasks successfully.");
    }

    @Test
    void anImageThatIsNotThereIsToldInTaskAndEvent() {
        world.clients.ecr().createRepository(r -> r.repositoryName("web"));
        String image = Clients.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/web:none";
        steady(1, c -> {});

        world.update(u -> u.taskDefinition(world.register(image, "", c -> {})));
        aws.time().advance(Duration.ofMinutes(10));

        String reason = "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve"
                + " ref " + image + ": " + image + ": not found";
        assertThat(world.tasks("STOPPED"))
                .filteredOn(t -> "TaskFailedToStart".equals(t.stopCodeAsString()))
                .hasSize(3)
                .allSatisfy(t -> {
                    assertThat(t.stoppedReason()).isEqualTo(reason);
                    assertThat(t.containers().getFirst().reason()).isEqualTo(reason);
                    assertThat(t.startedAt()).isNull();
                });
        assertThat(world.messages()).contains("(service web) was unable to place a task. Reason: " + reason + ".");
    }

    @Test
    void aTagIsResolvedOnceForADeployment() throws Exception {
        world.clients.ecr().createRepository(r -> r.repositoryName("web"));
        Pusher pusher = new Pusher(aws, world.clients, "web");
        String digest = pusher.push("live", "{}");
        String image = Clients.ACCOUNT + ".dkr.ecr.us-east-1.amazonaws.com/web:live";
        Service service = world.create(world.register(image, "", c -> {}), 1, c -> {});
        aws.time().advance(Duration.ofMinutes(3));

        pusher.push("live", "{\"Labels\":{\"dev.penstock.simulate\":\"exit:1@1s\"}}");
        world.update(u -> u.desiredCount(3));
        aws.time().advance(Duration.ofMinutes(3));

        Set<String> digests = new HashSet<>();
        world.tasks("RUNNING")
                .forEach(t -> digests.add(t.containers().getFirst().imageDigest()));
        assertThat(digests).containsExactly(digest);
        assertThat(world.tasks("RUNNING")).hasSize(3);
        assertThat(world.ecs
                        .describeServiceRevisions(d -> d.serviceRevisionArns(
                                service.currentServiceRevisions().getFirst().arn()))
                        .serviceRevisions()
                        .getFirst()
                        .containerImages()
                        .getFirst()
                        .imageDigest())
                .isEqualTo(digest);
        world.update(u -> u.forceNewDeployment(true));
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(world.service().events())
                .anySatisfy(e -> assertThat(e.message()).contains("rolling back"));
    }

    @Test
    void aContainerCheckDecidesInsteadOfTheFortySeconds() {
        HealthCheck check = HealthCheck.builder()
                .command("CMD-SHELL", "true")
                .interval(5)
                .retries(3)
                .build();
        Service service =
                world.create(world.register("public.example/web:1", "", c -> c.healthCheck(check)), 1, c -> {});
        aws.time().advance(Duration.ofSeconds(41));

        assertThat(world.tasks("RUNNING").getFirst().healthStatusAsString()).isEqualTo("HEALTHY");
        assertThat(world.deployment(service.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
        world.update(
                u -> u.taskDefinition(world.register("public.example/web:2", "unhealthy", c -> c.healthCheck(check))));
        aws.time().advance(Duration.ofMinutes(10));
        assertThat(world.messages())
                .contains("(service web) (task …) failed container health checks.")
                .contains("(service web) rolling back to deployment ecs-svc/….");
        assertThat(world.tasks("STOPPED"))
                .extracting(Task::stoppedReason)
                .contains("Task failed container health checks");
    }

    @Test
    void aChangedConfigurationAloneStartsNoDeployment() {
        Service before = steady(1, c -> {});

        Service after = world.update(u -> u.deploymentConfiguration(d -> d.maximumPercent(150)));

        assertThat(after.currentServiceDeployment()).isEqualTo(before.currentServiceDeployment());
        assertThat(after.deploymentConfiguration().maximumPercent()).isEqualTo(150);
        assertThat(after.deploymentConfiguration().minimumHealthyPercent()).isEqualTo(100);
        assertThat(world.update(u -> u.forceNewDeployment(true)).currentServiceDeployment())
                .isNotEqualTo(before.currentServiceDeployment());
    }

    @Test
    void aNewerUpdateTakesOverFromOneInProgress() {
        steady(2, c -> {});
        Service second = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(20));

        Service third = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(world.deployment(second.currentServiceDeployment()).statusAsString())
                .isEqualTo("STOPPED");
        assertThat(world.deployment(third.currentServiceDeployment()).statusAsString())
                .isEqualTo("SUCCESSFUL");
        assertThat(world.tasks("RUNNING"))
                .hasSize(2)
                .allSatisfy(t -> assertThat(t.taskDefinitionArn()).isEqualTo(third.taskDefinition()));
        List<ServiceDeploymentBrief> all = world.ecs
                .listServiceDeployments(l -> l.cluster("main").service("web"))
                .serviceDeployments();
        assertThat(all)
                .extracting(ServiceDeploymentBrief::statusAsString)
                .containsExactly("SUCCESSFUL", "STOPPED", "SUCCESSFUL");
    }

    @Test
    void aStoppedDeploymentRollsBackAlsoWithoutBreaker() {
        steady(2, c -> c.deploymentConfiguration(d -> d.maximumPercent(200)));
        Service updated = world.update(u -> u.taskDefinition(world.register("")));
        aws.time().advance(Duration.ofSeconds(35));

        world.ecs.stopServiceDeployment(s -> s.serviceDeploymentArn(updated.currentServiceDeployment())
                .stopType(StopServiceDeploymentStopType.ROLLBACK));

        assertThat(world.deployment(updated.currentServiceDeployment()).statusAsString())
                .isEqualTo("ROLLBACK_REQUESTED");
        aws.time().advance(Duration.ofMinutes(5));
        assertThat(world.deployment(updated.currentServiceDeployment()).statusAsString())
                .isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(world.service().runningCount()).isEqualTo(2);
        assertThatThrownBy(() -> world.ecs.stopServiceDeployment(
                        s -> s.serviceDeploymentArn(updated.currentServiceDeployment())))
                .isInstanceOfSatisfying(
                        EcsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ConflictException"));
    }

    @Test
    void anOldTaskThatDiesDuringADeploymentIsReplacedFromItsOwnRevision() {
        Service before = steady(2, c -> {});
        world.update(u -> u.taskDefinition(world.register("pull@5m")));
        aws.time().advance(Duration.ofSeconds(5));
        String victim = world.tasks("RUNNING").stream()
                .filter(t -> t.taskDefinitionArn().equals(before.taskDefinition()))
                .findFirst()
                .orElseThrow()
                .taskArn();
        world.update(u -> u.deploymentConfiguration(d -> d.maximumPercent(250)));

        world.ecs.stopTask(s -> s.cluster("main").task(victim).reason("lost"));
        aws.time().advance(Duration.ofMinutes(2));

        assertThat(world.service().deployments().get(1).runningCount()).isEqualTo(2);
        assertThat(world.tasks("STOPPED").getFirst().stoppedReason()).isEqualTo("lost");
    }

    @Test
    void aDeletedServiceDrainsAndIsGone() {
        steady(2, c -> {});
        assertThatThrownBy(() -> world.ecs.deleteService(d -> d.cluster("main").service("web")))
                .hasMessageContaining("The service cannot be stopped while it is scaled above 0.");

        world.ecs.deleteService(d -> d.cluster("main").service("web").force(true));

        assertThat(world.service().status()).isEqualTo("DRAINING");
        aws.time().advance(Duration.ofMinutes(1));
        assertThat(world.service().status()).isEqualTo("INACTIVE");
        assertThat(world.ecs.listServices(l -> l.cluster("main")).serviceArns()).isEmpty();
        assertThat(steady(1, c -> {}).status()).isEqualTo("ACTIVE");
    }

    private Service steady(int desired, Consumer<CreateServiceRequest.Builder> more) {
        world.create(world.register(""), desired, more);
        aws.time().advance(Duration.ofMinutes(3));
        Service service = world.service();
        assertThat(service.deployments().getFirst().rolloutStateAsString()).isEqualTo("COMPLETED");
        return service;
    }

    private List<String> statusesAfter(Duration step) {
        aws.time().advance(step);
        return world.tasks("RUNNING").stream().map(Task::lastStatus).toList();
    }
}
