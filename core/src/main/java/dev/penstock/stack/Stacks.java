package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A platform that has stacks, such as AWS CloudFormation. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}. What changes something takes a token, and may be asked again with it after a crash
 * without doing its effect twice. Stacks are named by name or ARN, deleted ones by ARN. Passes {@code
 * dev.penstock.stack.StacksContract} (in the test jar).
 */
public interface Stacks {

    /** A stack as it is now; absent if there is none, or none of this name that is not deleted. */
    Optional<Stack> find(AwsScope scope, String stack);

    /**
     * The events of a stack's latest operation, oldest first; those of nested stacks are not among them.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such stack
     */
    List<StackEvent> events(AwsScope scope, String stack);

    /** The events of the operation with this token, oldest first; empty if it has not begun, or is not visible yet. */
    List<StackEvent> events(AwsScope scope, String stack, String token);

    /**
     * The events of a stack's operations, oldest first, as far back as the platform keeps them; of a stack with very many, the
     * latest thousand or so.
     */
    List<StackEvent> history(AwsScope scope, String stack);

    /** A stack's resources; of a deleted one (by ARN), those that it had. */
    List<StackResource> resources(AwsScope scope, String stack);

    /**
     * A stack's template.
     *
     * @param processed whether as transforms have left it; otherwise as it was handed in
     */
    String template(AwsScope scope, String stack, boolean processed);

    /** Asks for a change set, and says its ARN; its making goes on. A stack that is to be created exists for review then. */
    String createChangeSet(AwsScope scope, ChangeSetRequest request);

    /**
     * A change set as it is now, with all of its changes; absent if there is none.
     *
     * @param stack its stack
     * @param changeSet its name or ARN
     */
    Optional<ChangeSet> changeSet(AwsScope scope, String stack, String changeSet);

    /**
     * What was found wrong while a change set was made that failed; empty if the platform does not say.
     *
     * @param changeSet its ARN
     */
    List<ValidationError> validationErrors(AwsScope scope, String changeSet);

    /** The change sets of a stack, those that were executed left out; empty if there is no such stack. */
    List<ChangeSetListing> changeSets(AwsScope scope, String stack);

    /** Deletes a change set. Does nothing if there is none. */
    void deleteChangeSet(AwsScope scope, String stack, String changeSet);

    /**
     * Executes a change set.
     *
     * @param changeSet its ARN
     * @param token is in the events of the operation
     */
    void executeChangeSet(AwsScope scope, String stack, String changeSet, String token);

    /**
     * Updates a stack without a change set.
     *
     * @param policyDuringUpdate the stack policy that holds for this update only, as JSON; absent for the stack's own
     * @param token is in the events of the operation
     */
    void update(
            AwsScope scope,
            String stack,
            StackDefinition definition,
            Optional<String> policyDuringUpdate,
            String token);

    /**
     * Asks for a stack to be deleted. Does nothing if there is none.
     *
     * @param retain logical ids of resources that are left as they are; only for a stack that is {@code DELETE_FAILED}
     * @param roleArn the role that deletes the resources; absent for the one the stack has
     */
    void delete(AwsScope scope, String stack, Set<String> retain, Optional<String> roleArn, String token);

    /** Asks an update to stop and to be taken back. Does nothing if none is under way. */
    void cancelUpdate(AwsScope scope, String stack, String token);

    /**
     * Asks a rollback that failed to go on.
     *
     * @param skip resources that are left as they are: their logical ids, in nested stacks {@code NestedStackName.LogicalId}
     * @param roleArn the role that does it; absent for the one the stack has
     */
    void continueUpdateRollback(AwsScope scope, String stack, Set<String> skip, Optional<String> roleArn, String token);

    /** Asks a stack that is {@code CREATE_FAILED} or {@code UPDATE_FAILED} to go back to where it was last stable. */
    void rollBack(AwsScope scope, String stack, Optional<String> roleArn, String token);

    /** The names of the stacks that import an export. */
    List<String> importers(AwsScope scope, String exportName);

    /** A stack's policy, as JSON; absent if it has none. */
    Optional<String> stackPolicy(AwsScope scope, String stack);

    /** Sets a stack's policy. */
    void setStackPolicy(AwsScope scope, String stack, String policy);

    /** What the platform makes of a template, without a stack. */
    TemplateSummary validate(AwsScope scope, TemplateSource template);

    /** Begins to compare a stack's resources with its template, and says the id of that detection. */
    String detectDrift(AwsScope scope, String stack);

    /** How far a detection is. */
    DriftDetection driftDetection(AwsScope scope, String detection);

    /**
     * Compares one resource with the stack's template, now.
     *
     * @return with the status {@code IN_SYNC}, {@code MODIFIED} or {@code DELETED}; absent if resources of its type cannot be
     *     compared
     */
    Optional<ResourceDrift> resourceDrift(AwsScope scope, String stack, String logicalId);

    /** The resources that differed when drift was last detected. */
    List<ResourceDrift> drift(AwsScope scope, String stack);
}
