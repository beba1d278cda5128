package dev.penstock.simulator.cloudformation.changes;

import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/**
 * What an update changes.
 *
 * @param resources by logical id, as DescribeChangeSet lists them
 * @param outputs whether any output changes
 * @param tags whether the stack's own tags change
 * @param problems what is told with property values when some cannot be had; each a sentence of DescribeChangeSet's
 *     StatusReason
 */
public record Changes(List<ResourceChange> resources, boolean outputs, boolean tags, List<String> problems) {

    public Changes {
        resources = List.copyOf(resources);
        problems = List.copyOf(problems);
    }

    /** Whether there is nothing to update: CloudFormation then refuses the update, and the change set fails. */
    public boolean isEmpty() {
        return resources.isEmpty() && !outputs && !tags;
    }
}
