package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The resources that a rollback failed at, named as {@link Stacks#continueUpdateRollback} takes them: those of nested stacks, at
 * any depth, by the nested stack's own name ({@code NestedStackName.ResourceLogicalID}; "Continue rolling back an update", AWS
 * CloudFormation User Guide). A nested stack cannot be left out as a whole, only what failed in it.
 */
final class FailedInRollback {

    private static final int DEEPEST = 10;

    private final Stacks stacks;
    private final AwsScope scope;

    FailedInRollback(Stacks stacks, AwsScope scope) {
        this.stacks = stacks;
        this.scope = scope;
    }

    List<String> of(String stackId) {
        List<String> failed = new ArrayList<>();
        add(stackId, "", 0, failed);
        return failed;
    }

    private void add(String stackId, String prefix, int depth, List<String> failed) {
        Optional<Set<String>> goingBack = goingBack(stacks.history(scope, stackId));
        for (StackResource resource : stacks.resources(scope, stackId)) {
            boolean inRollback =
                    goingBack.map(ids -> ids.contains(resource.logicalId())).orElse(true);
            if (!inRollback || !resource.status().equals("UPDATE_FAILED") || isCancelled(resource.reason())) {
                continue;
            }
            boolean isStack = resource.type().equals(StackEvent.STACK_TYPE)
                    && resource.physicalId().startsWith("arn:");
            if (!isStack) {
                failed.add(prefix + resource.logicalId());
            } else if (depth < DEEPEST) {
                add(resource.physicalId(), name(resource.physicalId()) + ".", depth + 1, failed);
            }
        }
    }

    /**
     * What failed since the way back began. What failed before made the update fail, and is rolled back like all that the update
     * changed. Absent if the events do not reach back to where the way back began.
     */
    private static Optional<Set<String>> goingBack(List<StackEvent> oldestFirst) {
        Set<String> failed = new HashSet<>();
        boolean back = false;
        for (StackEvent event : oldestFirst) {
            if (!event.isOfTheStack()) {
                if (back && event.status().equals("UPDATE_FAILED")) {
                    failed.add(event.logicalId());
                }
            } else if (!event.status().equals("UPDATE_ROLLBACK_FAILED")) {
                boolean wasBack = back;
                back = event.status().equals("UPDATE_ROLLBACK_IN_PROGRESS");
                if (!wasBack) {
                    failed.clear();
                }
            }
        }
        return back ? Optional.of(failed) : Optional.empty();
    }

    /** It failed because the update was cancelled, not in the rollback; it cannot be left out. */
    static boolean isCancelled(String reason) {
        return reason.toLowerCase(Locale.ROOT).matches("resource update cancell?ed\\.?");
    }

    /** {@code arn:aws:cloudformation:Region:account:stack/name/id}. */
    static String name(String stackId) {
        String[] parts = stackId.split("/", -1);
        return parts.length > 1 ? parts[1] : stackId;
    }
}
