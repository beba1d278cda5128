package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.DeploymentStage;
import dev.penstock.simulator.service.FaultRule;
import dev.penstock.simulator.service.FaultRules;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Incident;
import dev.penstock.simulator.service.NamePattern;
import dev.penstock.simulator.service.Occasion;
import dev.penstock.simulator.service.Recurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong within ECS beside its calls: no capacity, images that cannot be pulled, Spot capacity that is taken back,
 * changes by somebody else. Told by a test, or ordered by {@link FaultRules} like the faults of calls, among which it is
 * listed and ended. What happens to one task or service at once is {@link EcsIncidents}'s.
 */
public final class EcsFaults {

    /** In force for all that come, until it is ended. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final String UNAVAILABLE =
            "Capacity is unavailable at this time. Please try again later or in a different availability zone";
    private static final String PULL =
            "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ";

    private final Faults faults;

    /** @param faults what was ordered */
    public EcsFaults(Faults faults) {
        this.faults = faults;
    }

    /**
     * Fargate has no capacity for the next tasks of a group.
     *
     * @param group {@code service:web} or {@code family:name}; empty for all
     * @param provider {@code FARGATE} or {@code FARGATE_SPOT}; empty for both
     * @param tasks how many, or {@link #ALWAYS}
     */
    public void noCapacity(String group, String provider, int tasks) {
        Incident.Where where = new Incident.Where(NamePattern.ANY, new NamePattern(group));
        order("noCapacity", new Incident.NoCapacity(where, new NamePattern(provider)), tasks);
    }

    /**
     * The next pulls of an image fail.
     *
     * @param image text that its reference contains
     * @param pulls how many, or {@link #ALWAYS}
     */
    public void pullFails(String image, int pulls) {
        Incident.Where where = new Incident.Where(NamePattern.ANY, NamePattern.ANY);
        order("cannotPull", new Incident.CannotPull(where, NamePattern.containing(image)), pulls);
    }

    /** Ends what goes wrong within ECS, however it was ordered. */
    public void clear() {
        faults.clearIncidents();
    }

    private void order(String word, Incident incident, int times) {
        Recurrence recurrence = times == ALWAYS ? Recurrence.always() : Recurrence.first(times);
        FaultRule rule = new FaultRule.Within(word, incident, recurrence);
        faults.order(new FaultRules(faults.seed(), List.of(rule)), Instant.EPOCH);
    }

    /** Why a task finds no place on Fargate. */
    Optional<String> capacity(TaskFactory.Order order, String provider, Instant now) {
        Occasion.Place place = place(order.cluster(), order.group(), order.cluster(), now);
        return faults.strike(new Occasion.Placement(place, provider.isEmpty() ? "FARGATE" : provider))
                .map(due -> UNAVAILABLE);
    }

    /** Why an image of a task cannot be pulled. */
    Optional<String> pull(TaskRecord task, String reference, Instant now) {
        return faults.strike(new Occasion.Pull(place(task, now), reference))
                .map(due -> PULL + reference + ": " + reference + ": i/o timeout");
    }

    /** How long after it began to run a task loses its capacity. */
    Optional<Duration> interruption(TaskRecord task, Instant now) {
        boolean spot = "FARGATE_SPOT".equals(task.task().capacityProviderName());
        return spot ? faults.strike(new Occasion.SpotTask(place(task, now))).map(Faults.Due::after) : Optional.empty();
    }

    /** Whether anybody else may change services. */
    boolean anyForeignChange() {
        return faults.anyForeignChange();
    }

    /** What somebody else does to a service whose deployment has come to a stage, and how long after that. */
    Optional<Faults.Due> foreignChange(ServiceRecord service, DeploymentStage stage, Instant now) {
        Occasion.Place place = place(service.cluster(), "service:" + service.name(), service.arn(), now);
        return faults.strike(new Occasion.Progress(place, stage));
    }

    private static Occasion.Place place(TaskRecord task, Instant now) {
        String group = task.task().group();
        return place(task.task().clusterArn(), group == null ? "" : group, task.arn(), now);
    }

    private static Occasion.Place place(String clusterArn, String group, String resource, Instant now) {
        String[] arn = clusterArn.split(":", 6);
        return new Occasion.Place(arn[4], arn[3], EcsStore.nameOf(clusterArn), group, resource, now);
    }
}
