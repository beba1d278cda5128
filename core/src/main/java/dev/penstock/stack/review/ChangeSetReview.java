package dev.penstock.stack.review;

import dev.penstock.artifact.Digest;
import java.util.List;

/**
 * What a change set means.
 *
 * @param stackName the stack's name
 * @param changeSetId the change set's ARN
 * @param changeSetName its name in the stack
 * @param digest of the change set that was reviewed ({@link dev.penstock.stack.ChangeSet#digest})
 * @param changes what is done to each resource, in the platform's order, those of nested stacks after the nested stack
 */
public record ChangeSetReview(
        String stackName, String changeSetId, String changeSetName, Digest digest, List<ReviewedChange> changes) {

    public ChangeSetReview {
        changes = List.copyOf(changes);
    }

    /** The changes that this comes of, certainly or not. */
    public List<ReviewedChange> with(Consequence consequence) {
        return changes.stream().filter(change -> change.has(consequence)).toList();
    }

    /** How many resources this is done to. */
    public long count(ReviewedChange.Effect effect) {
        return changes.stream().filter(change -> change.effect() == effect).count();
    }
}
