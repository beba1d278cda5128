package dev.penstock.metric;

import dev.penstock.action.AwsScope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What gates are about, and where a target group stands. All methods raise {@link dev.penstock.action.RemoteCallException}. */
public interface CanaryFacts {

    /**
     * States of alarms.
     *
     * @param inAlarm names of those in the state {@code ALARM}
     * @param withoutData names of those in the state {@code INSUFFICIENT_DATA}, or that do not exist
     */
    record Alarms(List<String> inAlarm, List<String> withoutData) {

        public Alarms {
            inAlarm = List.copyOf(inAlarm);
            withoutData = List.copyOf(withoutData);
        }
    }

    /**
     * Targets of a target group.
     *
     * @param healthy how many are healthy
     * @param wanted how many are registered and not on their way out
     */
    record Targets(int healthy, int wanted) {}

    /** States of metric alarms and composite alarms, all in one call for a hundred of them. */
    Alarms alarms(AwsScope scope, List<String> names);

    /** The targets of a target group; none if there is no such group. */
    Targets targets(AwsScope scope, String targetGroup);

    /** The ARN of the load balancer that a target group is in use by; empty if there is none or no such group. */
    Optional<String> loadBalancer(AwsScope scope, String targetGroup);

    /**
     * How many tasks of a service failed and were replaced: a container ended by itself, the task did not start, or it was
     * unhealthy. Tasks that a deployment or a change of the count ended are none of them.
     *
     * @param taskDefinition the ARN of the task definition whose tasks count
     * @param since tasks that stopped before do not count
     */
    int restarts(AwsScope scope, String cluster, String service, String taskDefinition, Instant since);
}
