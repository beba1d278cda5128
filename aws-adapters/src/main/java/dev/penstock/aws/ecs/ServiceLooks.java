package dev.penstock.aws.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentRollbackMonitorsStatus;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/**
 * Decides when a deployment's service is worth a look of its own: {@code DescribeServices} takes half as many services as
 * {@code DescribeServiceDeployments} takes deployments, and most looks would show nothing new. A deployment tells by itself
 * how many tasks are wanted, pending and running; a task that ended shows as one that is missing. The service is looked at
 * when that happens, when nothing has moved for a while, and when the deployment goes back or has ended otherwise than well.
 * A task that failed and was replaced between two looks shows at the service alone: with calls to spare, services are looked at
 * in turn. What a service told last is kept. Safe for use by many threads.
 */
final class ServiceLooks {

    /** As many as {@code DescribeServices} takes. */
    static final int SERVICES = 10;

    /** How long nothing may move before the service is asked why, and how long between two such questions. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How long between two looks at a service where nothing seems to have happened, with calls to spare. */
    static final Duration TURN = Duration.ofSeconds(12);

    /** How many must stand still together for a call; a single one waits twice as long. */
    private static final int ENOUGH = 5;

    private final Kept<Look> looks = new Kept<>();

    /** What the service told of a deployment when it was looked at last. */
    ServiceNews news(ServiceDeployment deployment) {
        return looks.get(deployment.serviceDeploymentArn()).map(Look::news).orElse(ServiceNews.NONE);
    }

    /**
     * The deployments whose services are to be looked at. Looks are saved where the deployments that are read together have
     * more services than one call takes.
     *
     * @param spare how many calls can be afforded beside those that are needed
     */
    Set<String> worthIt(Collection<ServiceDeployment> deployments, Instant now, int spare) {
        boolean frugal = deployments.size() > SERVICES;
        Set<String> worth = new LinkedHashSet<>();
        List<ServiceDeployment> standing = new ArrayList<>();
        for (ServiceDeployment deployment : deployments) {
            if (isUrgent(deployment, now, frugal)) {
                worth.add(deployment.serviceDeploymentArn());
            } else if (frugal && isGoingOn(deployment) && stands(deployment, now, PATIENCE)) {
                standing.add(deployment);
            }
        }
        boolean oneWaitedLong = standing.stream().anyMatch(one -> stands(one, now, PATIENCE.multipliedBy(2)));
        if (!worth.isEmpty() || standing.size() >= ENOUGH || oneWaitedLong) {
            // What a call has room for costs nothing.
            int room = worth.isEmpty() ? SERVICES : Math.floorMod(-worth.size(), SERVICES);
            standing.stream().limit(room).forEach(one -> worth.add(one.serviceDeploymentArn()));
        }
        if (frugal) {
            worth.addAll(inTurn(deployments, worth, now, spare));
        }
        return worth;
    }

    /** Those not looked at for longest, as many as there is room for in the calls that are made and in those to spare. */
    private List<String> inTurn(Collection<ServiceDeployment> deployments, Set<String> worth, Instant now, int spare) {
        List<ServiceDeployment> due = deployments.stream()
                .filter(one -> isGoingOn(one) && !worth.contains(one.serviceDeploymentArn()))
                .filter(one -> !asked(one).plus(TURN).isAfter(now))
                .sorted(Comparator.comparing(this::asked))
                .toList();
        int room = Math.floorMod(-worth.size(), SERVICES);
        boolean worthACall = due.size() >= room + ENOUGH
                || due.stream()
                        .anyMatch(one -> !asked(one).plus(TURN.multipliedBy(2)).isAfter(now));
        return due.stream()
                .limit(worthACall ? room + (long) SERVICES * spare : room)
                .map(ServiceDeployment::serviceDeploymentArn)
                .toList();
    }

    /** When the service told of a deployment last; of one that has just begun there is nothing to tell. */
    private Instant asked(ServiceDeployment deployment) {
        Instant began = deployment.createdAt();
        return looks.get(deployment.serviceDeploymentArn())
                .map(Look::asked)
                .filter(last -> last.isAfter(began))
                .orElse(began);
    }

    private boolean isUrgent(ServiceDeployment deployment, Instant now, boolean frugal) {
        return switch (deployment.statusAsString()) {
            case "SUCCESSFUL" -> false;
            case "PENDING", "IN_PROGRESS" -> frugal ? isSuspicious(deployment, now) : tellsTooLittle(deployment);
            case "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS" ->
                !frugal || isSuspicious(deployment, now);
            default -> true;
        };
    }

    private static boolean isGoingOn(ServiceDeployment deployment) {
        return switch (deployment.statusAsString()) {
            case "PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS" -> true;
            default -> false;
        };
    }

    private boolean stands(ServiceDeployment deployment, Instant now, Duration patience) {
        return looks.get(deployment.serviceDeploymentArn())
                .filter(last -> !last.moved.plus(patience).isAfter(now)
                        && !last.asked.plus(patience).isAfter(now))
                .isPresent();
    }

    private static boolean tellsTooLittle(ServiceDeployment deployment) {
        ServiceDeploymentCircuitBreaker breaker = deployment.deploymentCircuitBreaker();
        Tasks tasks = Tasks.of(deployment);
        return breaker == null
                || breaker.status() == ServiceDeploymentRollbackMonitorsStatus.DISABLED
                || tasks.failed > 0
                || tasks.running + tasks.pending < tasks.requested;
    }

    private boolean isSuspicious(ServiceDeployment deployment, Instant now) {
        Optional<Look> before = looks.get(deployment.serviceDeploymentArn());
        if (before.isEmpty()) {
            // Seen for the first time: what began long ago may have had its trouble before.
            return Duration.between(deployment.createdAt(), now).compareTo(PATIENCE) > 0;
        }
        Look last = before.get();
        Tasks tasks = Tasks.of(deployment);
        return !last.status.equals(deployment.statusAsString())
                || tasks.failed > last.tasks.failed
                || tasks.running < last.tasks.running
                || tasks.running + tasks.pending < last.tasks.running + last.tasks.pending;
    }

    /** Keeps what was seen of a deployment whose service was not asked. */
    void keep(ServiceDeployment deployment, Instant now) {
        Optional<Look> before = looks.get(deployment.serviceDeploymentArn());
        keep(deployment, now, before.map(Look::asked).orElse(Instant.MIN), Optional.empty());
    }

    /**
     * Keeps what was seen of a deployment whose service was asked.
     *
     * @param told by the service; empty if it is not there
     */
    void keepAsked(ServiceDeployment deployment, Instant now, Optional<ServiceNews> told) {
        keep(deployment, now, now, told);
    }

    private void keep(ServiceDeployment deployment, Instant now, Instant asked, Optional<ServiceNews> told) {
        Optional<Look> before = looks.get(deployment.serviceDeploymentArn());
        Tasks tasks = Tasks.of(deployment);
        Instant moved =
                before.filter(last -> last.tasks.equals(tasks)).map(Look::moved).orElse(now);
        ServiceNews news = told.or(() -> before.map(Look::news)).orElse(ServiceNews.NONE);
        looks.put(deployment.serviceDeploymentArn(), new Look(deployment.statusAsString(), tasks, moved, asked, news));
    }

    private record Look(String status, Tasks tasks, Instant moved, Instant asked, ServiceNews news) {}

    /** How many tasks of the new revision are wanted and where they are. */
    private record Tasks(int requested, int pending, int running, int failed) {

        static Tasks of(ServiceDeployment deployment) {
            ServiceRevisionSummary target = deployment.targetServiceRevision();
            ServiceDeploymentCircuitBreaker breaker = deployment.deploymentCircuitBreaker();
            int failed = breaker == null ? 0 : count(breaker.failureCount());
            return target == null
                    ? new Tasks(0, 0, 0, failed)
                    : new Tasks(
                            count(target.requestedTaskCount()),
                            count(target.pendingTaskCount()),
                            count(target.runningTaskCount()),
                            failed);
        }

        private static int count(@Nullable Integer value) {
            return value == null ? 0 : value;
        }
    }
}
