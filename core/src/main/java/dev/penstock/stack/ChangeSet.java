package dev.penstock.stack;

import dev.penstock.artifact.Digest;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change set: what executing it would do.
 *
 * @param id its ARN, which no other change set ever has
 * @param name its name in the stack
 * @param stackId the stack's ARN
 * @param stackName the stack's name
 * @param description as it was given; may be empty
 * @param status how far its making is
 * @param statusReason why, in the platform's words; may be empty
 * @param executionStatus whether it can be executed
 * @param withoutChanges whether its making ended because there is nothing to change; its status is {@code FAILED} then
 * @param createdAt when it was asked for
 * @param parameters values by parameter; of a parameter with {@code NoEcho} only asterisks
 * @param tags the stack's tags
 * @param capabilities what was acknowledged, such as {@code CAPABILITY_IAM}
 * @param rollback what takes its execution back
 * @param notificationArns SNS topics that are told of the stack's events
 * @param includesNestedStacks whether nested stacks have change sets of their own
 * @param parentId the change set that it belongs to
 * @param rootId the outermost such change set
 * @param changes what would be done, in the platform's order; all pages
 */
public record ChangeSet(
        String id,
        String name,
        String stackId,
        String stackName,
        String description,
        ChangeSetStatus status,
        String statusReason,
        ExecutionStatus executionStatus,
        boolean withoutChanges,
        Instant createdAt,
        Map<String, String> parameters,
        Map<String, String> tags,
        Set<String> capabilities,
        RollbackConfiguration rollback,
        List<String> notificationArns,
        boolean includesNestedStacks,
        Optional<String> parentId,
        Optional<String> rootId,
        List<ResourceChange> changes) {

    public ChangeSet {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(capabilities));
        notificationArns = List.copyOf(notificationArns);
        changes = List.copyOf(changes);
    }

    /** Whether it is there to be executed. */
    public boolean isExecutable() {
        return status == ChangeSetStatus.CREATE_COMPLETE && executionStatus == ExecutionStatus.AVAILABLE;
    }

    /**
     * A digest of which change set it is and of all that it would do: what an approval is bound to. Its statuses are not part
     * of it.
     */
    public Digest digest() {
        return ChangeSetDigest.of(this);
    }
}
