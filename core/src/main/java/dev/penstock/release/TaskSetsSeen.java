package dev.penstock.release;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import java.util.List;

/**
 * The task sets of a service, as they were seen by those who wait for them.
 *
 * @param sets all of them, also those that drain
 */
public record TaskSetsSeen(List<TaskSet> sets) implements Observation {

    /** The kind of resource that is waited for. */
    public static final String KIND = "ecs-task-sets";

    private static final char SEPARATOR = '|';

    public TaskSetsSeen {
        sets = List.copyOf(sets);
    }

    /** The sets of a service as a resource that can be waited for. */
    public static ResourceId resource(AwsScope scope, ServiceId service) {
        return new ResourceId(KIND, scope, service.cluster() + SEPARATOR + service.service());
    }

    /** The service of such a resource. */
    static ServiceId service(ResourceId resource) {
        int separator = resource.id().indexOf(SEPARATOR);
        return new ServiceId(
                resource.id().substring(0, separator), resource.id().substring(separator + 1));
    }
}
