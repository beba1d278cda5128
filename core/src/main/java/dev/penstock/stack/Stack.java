package dev.penstock.stack;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A stack as it was seen at one time.
 *
 * @param id its ARN, which no other stack ever has
 * @param name its name, which another may have once this one is deleted
 * @param status how it is
 * @param statusReason why, in the platform's words; may be empty
 * @param outputs its outputs
 * @param parameters values by parameter; of a parameter with {@code NoEcho} only asterisks
 * @param tags its tags
 * @param capabilities what was acknowledged when it was last changed, such as {@code CAPABILITY_IAM}
 * @param roleArn the role that changes its resources
 * @param terminationProtection whether deleting it is refused
 * @param driftStatus {@code DRIFTED}, {@code IN_SYNC}, {@code NOT_CHECKED} or {@code UNKNOWN}, as of the last detection
 * @param parentId the stack whose resource it is
 * @param rootId the outermost such stack
 * @param changeSetId the change set that was executed last
 * @param rollback what takes operations back
 * @param createdAt when it was created
 * @param lastUpdatedAt when it was last asked to change; absent if never
 */
public record Stack(
        String id,
        String name,
        StackStatus status,
        String statusReason,
        List<StackOutput> outputs,
        Map<String, String> parameters,
        Map<String, String> tags,
        Set<String> capabilities,
        Optional<String> roleArn,
        boolean terminationProtection,
        String driftStatus,
        Optional<String> parentId,
        Optional<String> rootId,
        Optional<String> changeSetId,
        RollbackConfiguration rollback,
        Instant createdAt,
        Optional<Instant> lastUpdatedAt) {

    public Stack {
        outputs = List.copyOf(outputs);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(capabilities));
    }

    /** Value by output, in the platform's order. */
    public Map<String, String> outputValues() {
        Map<String, String> values = new LinkedHashMap<>();
        outputs.forEach(output -> values.put(output.key(), output.value()));
        return values;
    }
}
