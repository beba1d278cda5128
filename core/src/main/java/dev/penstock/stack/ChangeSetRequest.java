package dev.penstock.stack;

import java.util.Objects;

/**
 * Asks for a change set.
 *
 * @param stack the stack's name or ARN
 * @param name the change set's name: a letter, then letters, digits and hyphens, at most 128
 * @param type whether the stack exists
 * @param definition what the stack shall be
 * @param description at most 1,024 characters; may be empty
 * @param includeNestedStacks whether nested stacks get change sets of their own
 * @param importExistingResources whether resources that exist under the names of the template's are taken over
 * @param onStackFailure what becomes of a failed operation
 * @param token names the intent: asking twice makes one change set
 */
public record ChangeSetRequest(
        String stack,
        String name,
        ChangeSetType type,
        StackDefinition definition,
        String description,
        boolean includeNestedStacks,
        boolean importExistingResources,
        OnStackFailure onStackFailure,
        String token) {

    public ChangeSetRequest {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(onStackFailure, "onStackFailure");
    }

    /** What becomes of an operation that fails ({@code OnStackFailure}). */
    public enum OnStackFailure {
        /** It is taken back. */
        ROLLBACK,
        /** What succeeded stays, so that one can look at it. */
        DO_NOTHING,
        /** The stack is deleted; for stacks that are created. */
        DELETE
    }
}
