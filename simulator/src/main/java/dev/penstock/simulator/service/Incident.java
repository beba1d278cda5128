package dev.penstock.simulator.service;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong within a service, beside its calls. */
public sealed interface Incident {

    /** What it is about. */
    Where where();

    /** Whether it can happen on such an occasion, chance and time aside. */
    default boolean fits(Occasion occasion) {
        boolean same = switch (this) {
            case NoCapacity none ->
                occasion instanceof Occasion.Placement asked && none.provider.matches(asked.provider());
            case CannotPull cannot -> occasion instanceof Occasion.Pull pull && cannot.image.matches(pull.image());
            case SpotInterruption interruption -> occasion instanceof Occasion.SpotTask;
            case ForeignChange change ->
                occasion instanceof Occasion.Progress reached && change.stage == reached.stage();
        };
        return same && where().fits(occasion.place());
    }

    /**
     * What an incident is about.
     *
     * @param cluster names of clusters
     * @param group groups of tasks: {@code service:web}, {@code family:migrate}
     */
    record Where(NamePattern cluster, NamePattern group) {

        boolean fits(Occasion.Place place) {
            return cluster.matches(place.cluster()) && group.matches(place.group());
        }
    }

    /**
     * How long after its occasion something happens, in simulated time.
     *
     * @param least at least
     * @param within how much longer at most: the moment is drawn evenly
     */
    record Delay(Duration least, Duration within) {

        /** @param drawn from 0 to 1 */
        Duration of(double drawn) {
            return least.plusMillis(Math.round(within.toMillis() * drawn));
        }
    }

    /**
     * Fargate has no capacity for a task.
     *
     * @param provider {@code FARGATE} or {@code FARGATE_SPOT}
     */
    record NoCapacity(Where where, NamePattern provider) implements Incident {}

    /**
     * An image cannot be pulled.
     *
     * @param image references as task definitions have them
     */
    record CannotPull(Where where, NamePattern image) implements Incident {}

    /**
     * Fargate Spot takes the capacity of a task back.
     *
     * @param delay after it began to run
     */
    record SpotInterruption(Where where, Delay delay) implements Incident {}

    /**
     * Somebody else changes a service in the middle of a deployment. Deployments that such a change begins are left alone.
     *
     * @param stage of the deployment
     * @param delay after the stage was reached
     * @param taskDefinition that is deployed
     * @param desiredCount that the service gets; with neither, the service is deployed anew as it is
     */
    record ForeignChange(
            Where where,
            DeploymentStage stage,
            Delay delay,
            Optional<String> taskDefinition,
            Optional<Integer> desiredCount)
            implements Incident {}
}
