package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceCommand;
import java.time.Duration;
import java.util.List;

/**
 * A step of what is done with an environment.
 *
 * @param kind what
 * @param instances whom it is about; none for those that the work has launched
 * @param count how many instances, or per cent of the requests
 * @param length how long it takes
 * @param text what is told
 * @param command what instances are told
 * @param batch the number of the batch, from 1; 0 outside of batches
 */
record Step(
        Kind kind,
        List<String> instances,
        int count,
        Duration length,
        String text,
        InstanceCommand.Kind command,
        int batch) {

    /** What can be done. */
    enum Kind {
        /** Tells {@code text} and waits for {@code length}. */
        TELL,
        /** Waits until the environments that this one is linked to are there, and takes their addresses on. */
        LINKS,
        /** Makes what belongs to the environment. */
        RESOURCES,
        /** Launches {@code count} instances. */
        LAUNCH,
        /** The same in the temporary Auto Scaling group. */
        LAUNCH_TEMPORARY,
        /** Tells instances to do something and waits for all. */
        COMMAND,
        DETACH,
        ATTACH,
        /** Waits until the instances are healthy. */
        HEALTH,
        /** Sends {@code count} per cent of the requests to what was launched, and watches its health for {@code length}. */
        SPLIT,
        /** Moves what was launched into the permanent Auto Scaling group. */
        ADOPT,
        /** Terminates the instances. */
        TERMINATE,
        /** Terminates what the work has launched, after it failed. */
        DISCARD,
        /** Brings load balancer and the like in line with the settings. */
        APPLY,
        /** Deletes what belongs to the environment. */
        DELETE,
        /** The work has succeeded. */
        SUCCEED,
        /** The work has failed, and everything is as it should be after that. */
        FAIL
    }

    /** Whether instances hear of the version by it, or are taken away for it. */
    boolean reachesInstances() {
        return kind == Kind.LAUNCH || kind == Kind.LAUNCH_TEMPORARY || kind == Kind.COMMAND || kind == Kind.DETACH;
    }

    static Step of(Kind kind) {
        return new Step(kind, List.of(), 0, Duration.ZERO, "", InstanceCommand.Kind.DEPLOY, 0);
    }

    static Step tell(String text, Duration length) {
        return new Step(Kind.TELL, List.of(), 0, length, text, InstanceCommand.Kind.DEPLOY, 0);
    }

    static Step of(Kind kind, List<String> instances) {
        return new Step(kind, List.copyOf(instances), 0, Duration.ZERO, "", InstanceCommand.Kind.DEPLOY, 0);
    }

    static Step launch(Kind kind, int count) {
        return new Step(kind, List.of(), count, Duration.ZERO, "", InstanceCommand.Kind.LAUNCH, 0);
    }

    static Step command(InstanceCommand.Kind command, List<String> instances) {
        return new Step(Kind.COMMAND, List.copyOf(instances), 0, Duration.ZERO, "", command, 0);
    }

    static Step split(int percent, Duration length) {
        return new Step(Kind.SPLIT, List.of(), percent, length, "", InstanceCommand.Kind.DEPLOY, 0);
    }

    Step inBatch(int number) {
        return new Step(kind, instances, count, length, text, command, number);
    }

    Step within(Duration limit) {
        return new Step(kind, instances, count, limit, text, command, batch);
    }
}
