package dev.penstock.simulator.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * Whatever is done to a service behind a load balancer, and whatever happens to it: at every instant its percentages hold,
 * its counts add up, its running tasks are registered, and each deployment ends once.
 */
class DeploymentPropertyTest {

    private static final String SERVICE = "arn:aws:ecs:us-east-1:" + Clients.ACCOUNT + ":service/main/web";
    private static final Set<String> TERMINAL =
            Set.of("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED");
    private static final int ACTIONS = 10;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("penstock.property.seeds", 3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void invariantsHoldAtEveryInstant(long seed) {
        Sick sick = new Sick();
        try (SimulatedAws aws = SimulatedAws.builder()
                .seed(seed)
                .tasks(sick)
                .time(SimulatedTime.stepped(Instant.parse("2026-01-01T00:00:00Z")))
                .start()) {
            new Run(aws, sick, seed).go();
        }
    }

    /** Containers as their variable says, but for tasks that were made sick: those answer with errors. */
    private static final class Sick implements TaskBehaviour {

        private final TaskBehaviour well = new SimulateVariable();
        private final Set<String> tasks = ConcurrentHashMap.newKeySet();

        @Override
        public ContainerScript scriptOf(Launch launch) {
            return well.scriptOf(launch);
        }

        @Override
        public Optional<ResponseScript> answers(Launch launch, Duration running) {
            return tasks.contains(launch.task())
                    ? Optional.of(new ResponseScript(1, 503, Duration.ZERO))
                    : well.answers(launch, running);
        }
    }

    /** One service and what is done to it. */
    private static final class Run {

        private final SimulatedAws aws;
        private final Sick sick;
        private final SplittableRandom random;
        private final EcsWorld world;
        private final BalancerWorld balancer;
        private final String group;
        private final String what;
        private final int minimumPercent;
        private final int maximumPercent;
        private final Deque<Integer> recentDesired = new ArrayDeque<>();
        private final Set<String> deployments = new HashSet<>();
        private final Map<String, String> ended = new HashMap<>();
        private final List<String> done = new ArrayList<>();
        private boolean disturbed = true;

        Run(SimulatedAws aws, Sick sick, long seed) {
            this.aws = aws;
            this.sick = sick;
            this.random = new SplittableRandom(seed);
            this.world = new EcsWorld(aws);
            this.balancer = new BalancerWorld(world.clients, aws.time());
            this.group = balancer.targetGroup("web", "ip");
            balancer.delay(group, random.nextInt(30));
            this.minimumPercent = List.of(0, 50, 100).get(random.nextInt(3));
            this.maximumPercent = List.of(125, 150, 200, 250).get(random.nextInt(4));
            this.what = "seed " + seed + ", " + minimumPercent + "-" + maximumPercent + " %";
        }

        void go() {
            int desired = random.nextInt(1, 6);
            world.create(
                    balancer.definition(world, ""),
                    desired,
                    c -> c.loadBalancers(BalancerWorld.of(group))
                            .healthCheckGracePeriodSeconds(random.nextInt(30))
                            .deploymentConfiguration(d -> d.minimumHealthyPercent(minimumPercent)
                                    .maximumPercent(maximumPercent)
                                    .deploymentCircuitBreaker(
                                            b -> b.enable(true).rollback(true))));
            look(180);
            for (int i = 0; i < ACTIONS; i++) {
                act();
                look(random.nextInt(2, 90));
            }
            sick.tasks.clear();
            world.tasks("RUNNING").forEach(t -> aws.ecsIncidents().answersChanged(t.taskArn()));
            Service last = update("");
            // Percentages that leave no room for replacements are no end that can be waited for.
            world.update(u -> u.desiredCount(Math.max(2, last.desiredCount()))
                    .deploymentConfiguration(d -> d.minimumHealthyPercent(50)
                            .maximumPercent(200)
                            .deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
            aws.time().advance(Duration.ofMinutes(15));
            see(false);
            assertThat(ended).describedAs(told()).containsOnlyKeys(deployments);
            assertThat(ended.get(last.currentServiceDeployment()))
                    .describedAs(told())
                    .isEqualTo("SUCCESSFUL");
            assertThat(world.service().deployments()).describedAs(told()).hasSize(1);
        }

        private void act() {
            switch (random.nextInt(8)) {
                case 0, 1 -> update("");
                case 2 ->
                    update(List.of("failing:100", "cannot-pull", "exit:1@1s").get(random.nextInt(3)));
                case 3 -> {
                    int desired = random.nextInt(0, 7);
                    done.add("scale to " + desired);
                    disturbed = true;
                    world.update(u -> u.desiredCount(desired));
                }
                case 4 -> {
                    done.add("fail");
                    one().ifPresent(t -> aws.ecsIncidents().exit(t.taskArn(), 1));
                    disturbed = true;
                }
                case 5 -> {
                    done.add("fall sick");
                    one().ifPresent(t -> {
                        sick.tasks.add(t.taskArn());
                        aws.ecsIncidents().answersChanged(t.taskArn());
                    });
                    disturbed = true;
                }
                case 6 -> {
                    done.add("heal");
                    Set<String> healed = Set.copyOf(sick.tasks);
                    sick.tasks.clear();
                    healed.forEach(t -> aws.ecsIncidents().answersChanged(t));
                }
                default -> {
                    done.add("foreign change");
                    aws.ecsIncidents()
                            .foreignChange(
                                    SERVICE,
                                    UpdateServiceRequest.builder()
                                            .forceNewDeployment(true)
                                            .build());
                }
            }
        }

        private Service update(String simulate) {
            done.add("update " + simulate);
            return world.update(u -> u.taskDefinition(balancer.definition(world, simulate)));
        }

        private Optional<Task> one() {
            List<Task> running = world.tasks("RUNNING").stream()
                    .filter(t -> t.lastStatus().equals("RUNNING"))
                    .toList();
            return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
        }

        private void look(int seconds) {
            for (int i = 0; i < seconds; i += 2) {
                aws.time().advance(Duration.ofSeconds(2));
                see(true);
            }
        }

        private void see(boolean percentages) {
            Service service = world.service();
            List<Task> tasks = world.tasks("RUNNING");
            Map<String, String> targets = balancer.health(group).stream()
                    .collect(Collectors.toMap(
                            (TargetHealthDescription h) -> h.target().id(),
                            h -> h.targetHealth().stateAsString()));
            countsAddUp(service, tasks);
            if (percentages) {
                percentagesHold(service, tasks, targets);
            }
            targetsAreThere(tasks, targets);
            deploymentsEndOnce(service);
        }

        private void countsAddUp(Service service, List<Task> tasks) {
            long running =
                    tasks.stream().filter(t -> t.lastStatus().equals("RUNNING")).count();
            assertThat(service.runningCount()).describedAs(told()).isEqualTo((int) running);
            assertThat(service.pendingCount()).describedAs(told()).isEqualTo(tasks.size() - (int) running);
            assertThat(service.deployments().stream()
                            .mapToInt(Deployment::runningCount)
                            .sum())
                    .describedAs(told())
                    .isEqualTo(service.runningCount());
            assertThat(service.deployments().stream()
                            .mapToInt(Deployment::pendingCount)
                            .sum())
                    .describedAs(told())
                    .isEqualTo(service.pendingCount());
            assertThat(service.deployments().stream()
                            .filter(d -> d.status().equals("PRIMARY"))
                            .count())
                    .describedAs(told())
                    .isOne();
        }

        private void percentagesHold(Service service, List<Task> tasks, Map<String, String> targets) {
            recentDesired.addLast(service.desiredCount());
            if (recentDesired.size() > 5) {
                recentDesired.removeFirst();
            }
            int most = recentDesired.stream().mapToInt(d -> d).max().orElse(0);
            assertThat(tasks.size()).describedAs(told()).isLessThanOrEqualTo(most * maximumPercent / 100);
            long healthy = tasks.stream()
                    .filter(t -> "healthy".equals(targets.get(address(t))))
                    .count();
            int minimum = Math.ceilDiv(service.desiredCount() * minimumPercent, 100);
            boolean ailing = tasks.stream().anyMatch(t -> sick.tasks.contains(t.taskArn()));
            disturbed = ailing || (disturbed && healthy < minimum);
            assertThat(healthy >= minimum || disturbed)
                    .describedAs(told() + ": " + healthy + " healthy, at least " + minimum)
                    .isTrue();
        }

        private void targetsAreThere(List<Task> tasks, Map<String, String> targets) {
            for (Task task : tasks) {
                boolean settled = task.lastStatus().equals("RUNNING")
                        && task.startedAt().isBefore(aws.time().now().minusSeconds(2));
                if (settled) {
                    assertThat(targets.get(address(task)))
                            .describedAs(told() + ": the target of " + task.taskArn())
                            .isNotNull()
                            .isNotEqualTo("draining");
                }
            }
        }

        private void deploymentsEndOnce(Service service) {
            deployments.add(service.currentServiceDeployment());
            List<String> open = deployments.stream()
                    .filter(d -> !ended.containsKey(d) || random.nextInt(20) == 0)
                    .toList();
            for (String arn : open) {
                ServiceDeployment deployment = world.deployment(arn);
                String status = deployment.statusAsString();
                assertThat(ended.getOrDefault(arn, status)).describedAs(told()).isEqualTo(status);
                if (TERMINAL.contains(status)) {
                    assertThat(deployment.finishedAt()).describedAs(told()).isNotNull();
                    ended.put(arn, status);
                }
            }
        }

        private static String address(Task task) {
            return task.attachments().getFirst().details().stream()
                    .filter(d -> d.name().equals("privateIPv4Address"))
                    .map(d -> d.value())
                    .findFirst()
                    .orElse("");
        }

        private String told() {
            return what + " at " + aws.time().now() + " after " + done;
        }
    }
}
