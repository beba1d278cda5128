package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;
import dev.penstock.simulator.beanstalk.instance.EnvironmentInstance;
import dev.penstock.simulator.beanstalk.instance.InstanceCommand;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance as the control plane knows it.
 *
 * @param ordinal by which instances are in order: the order of their launch
 * @param temporary whether it is in the temporary Auto Scaling group of an immutable update
 * @param booted whether EC2 has started it
 * @param attached whether it is registered with the load balancer
 * @param ending whether it is being terminated
 * @param deployment what was deployed last, if anything was
 * @param command what it was told last
 */
record InstanceRow(
        EnvironmentInstance instance,
        long ordinal,
        boolean temporary,
        boolean booted,
        boolean attached,
        boolean ending,
        Optional<Deployed> deployment,
        Optional<Command> command) {

    /**
     * A deployment at an instance.
     *
     * @param status {@code In Progress}, {@code Deployed} or {@code Failed}
     */
    record Deployed(String versionLabel, long id, String status, Instant at) {}

    /**
     * What an instance was told.
     *
     * @param outcome {@code running}, {@code done} or {@code failed}
     */
    record Command(
            InstanceCommand.Kind kind,
            long number,
            long deploymentId,
            boolean leader,
            Bundle bundle,
            Instant began,
            Instant deadline,
            Outcome outcome,
            Optional<Instant> ended) {

        Command ended(boolean well, Instant at) {
            return new Command(
                    kind,
                    number,
                    deploymentId,
                    leader,
                    bundle,
                    began,
                    deadline,
                    well ? Outcome.DONE : Outcome.FAILED,
                    Optional.of(at));
        }
    }

    /** How a command stands. */
    enum Outcome {
        RUNNING,
        DONE,
        FAILED
    }

    String id() {
        return instance.id();
    }

    String key() {
        return instance.environmentId() + "/" + instance.id();
    }

    boolean isRunning() {
        return command.filter(c -> c.outcome() == Outcome.RUNNING).isPresent();
    }

    InstanceRow started() {
        return new InstanceRow(instance, ordinal, temporary, true, attached, ending, deployment, command);
    }

    InstanceRow attached(boolean now) {
        return new InstanceRow(instance, ordinal, temporary, booted, now, ending, deployment, command);
    }

    InstanceRow permanent() {
        return new InstanceRow(instance, ordinal, false, booted, attached, ending, deployment, command);
    }

    InstanceRow ended() {
        return new InstanceRow(instance, ordinal, temporary, booted, false, true, deployment, command);
    }

    InstanceRow told(Command next, Optional<Deployed> deploys) {
        return new InstanceRow(instance, ordinal, temporary, booted, attached, ending, deploys, Optional.of(next));
    }

    InstanceRow finished(boolean well, Instant at) {
        Optional<Deployed> after = deployment.map(d -> d.status().equals("In Progress")
                ? new Deployed(d.versionLabel(), d.id(), well ? "Deployed" : "Failed", at)
                : d);
        return new InstanceRow(
                instance, ordinal, temporary, booted, attached, ending, after, command.map(c -> c.ended(well, at)));
    }
}
