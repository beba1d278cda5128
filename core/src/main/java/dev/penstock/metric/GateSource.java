package dev.penstock.metric;

import dev.penstock.metric.MetricSource.MetricTemplate;
import java.time.Duration;

/** Where a gate is read. */
public sealed interface GateSource {

    /** Stopped tasks of the canary's service. */
    record Restarts() implements GateSource {}

    /** Healthy targets of the canary's target group. */
    record TargetHealth() implements GateSource {}

    /** Alarms, which the gate itself names. */
    record Alarms() implements GateSource {}

    /**
     * A metric of CloudWatch that says how much of a resource is used.
     *
     * @param metric of the canary
     * @param full the value that means that all of it is used, such as 100 for a percentage; above 0
     * @param period of a value
     * @param lag how long after its end a period is settled
     */
    record Saturation(MetricTemplate metric, double full, Duration period, Duration lag) implements GateSource {}
}
