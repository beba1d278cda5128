package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceObservation;
import dev.penstock.simulator.beanstalk.instance.InstanceStatus;
import java.util.List;

/**
 * How an environment is.
 *
 * @param status of the whole
 * @param causes in AWS's sentences
 * @param instances each with what was seen of it
 */
record HealthReport(InstanceStatus status, List<String> causes, List<Seen> instances) {

    /** An instance and how it is. */
    record Seen(InstanceRow row, InstanceObservation observation) {}

    HealthReport {
        causes = List.copyOf(causes);
        instances = List.copyOf(instances);
    }
}
