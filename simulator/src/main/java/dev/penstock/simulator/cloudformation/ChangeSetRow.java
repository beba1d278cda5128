package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.DeploymentMode;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;

/**
 * A change set.
 *
 * @param model as it is described, without values from before and after
 * @param valued its changes with those values
 * @param remark what is told with values when some cannot be had; empty for nothing
 * @param asks who asked for it
 * @param type CREATE, UPDATE or IMPORT
 * @param template its text
 * @param parameters their true values
 * @param stackDescription what the template says of itself
 * @param roleArn the service role; empty for none
 * @param imports what is taken into the stack
 * @param token the client's; empty when it gave none
 * @param number change sets are numbered as they are made
 * @param deleted whether it was deleted
 * @param given the request's parameters, as they were given
 * @param operationId of its making
 * @param processed its template with the snippets from elsewhere that were put into it; empty when it has none
 * @param mode how it is carried out
 * @param logicalId of the nested stack in its parent; empty for a change set that was asked for
 */
record ChangeSetRow(
        DescribeChangeSetResponse model,
        List<Change> valued,
        String remark,
        Caller asks,
        String type,
        String template,
        List<Parameter> parameters,
        String stackDescription,
        String roleArn,
        List<ResourceToImport> imports,
        String token,
        long number,
        boolean deleted,
        List<Parameter> given,
        String logicalId,
        String operationId,
        String processed,
        Mode mode) {

    /** How a change set is carried out ({@code DeploymentConfig}). */
    enum Mode {
        /** Resources are complete once they are as they were asked for. */
        STANDARD,
        /** Resources are complete once their service has taken what was asked for; nothing is taken back that fails. */
        EXPRESS,
        /** The same, taken back when it fails. */
        EXPRESS_WITH_ROLLBACK;

        boolean isExpress() {
            return this != STANDARD;
        }
    }

    ChangeSetRow {
        valued = List.copyOf(valued);
        parameters = List.copyOf(parameters);
        imports = List.copyOf(imports);
        given = List.copyOf(given);
    }

    String id() {
        return model.changeSetId();
    }

    /** Whether it was made for a nested stack when that of its parent was. */
    boolean isNested() {
        return !logicalId.isEmpty();
    }

    /** Whether what was changed beside CloudFormation is taken back. */
    boolean revertsDrift() {
        return model.deploymentMode() == DeploymentMode.REVERT_DRIFT;
    }

    boolean includesNested() {
        return Boolean.TRUE.equals(model.includeNestedStacks());
    }

    /** Whether it failed because it would change nothing. */
    boolean isEmpty() {
        String reason = model.statusReason();
        return model.status() == ChangeSetStatus.FAILED
                && (ChangeSetMaking.NO_CHANGES.equals(reason) || ChangeSetMaking.NO_UPDATES.equals(reason));
    }

    String stackId() {
        return model.stackId();
    }

    String key() {
        return stackId() + " " + id();
    }

    ChangeSetRow with(UnaryOperator<DescribeChangeSetResponse.Builder> change) {
        return new ChangeSetRow(
                change.apply(model.toBuilder()).build(),
                valued,
                remark,
                asks,
                type,
                template,
                parameters,
                stackDescription,
                roleArn,
                imports,
                token,
                number,
                deleted,
                given,
                logicalId,
                operationId,
                processed,
                mode);
    }

    ChangeSetRow valued(List<Change> changes, String why) {
        return new ChangeSetRow(
                model,
                changes,
                why,
                asks,
                type,
                template,
                parameters,
                stackDescription,
                roleArn,
                imports,
                token,
                number,
                deleted,
                given,
                logicalId,
                operationId,
                processed,
                mode);
    }

    ChangeSetRow processed(String body) {
        return new ChangeSetRow(
                model,
                valued,
                remark,
                asks,
                type,
                template,
                parameters,
                stackDescription,
                roleArn,
                imports,
                token,
                number,
                deleted,
                given,
                logicalId,
                operationId,
                body,
                mode);
    }

    ChangeSetRow importing(List<ResourceToImport> all) {
        return new ChangeSetRow(
                model,
                valued,
                remark,
                asks,
                type,
                template,
                parameters,
                stackDescription,
                roleArn,
                all,
                token,
                number,
                deleted,
                given,
                logicalId,
                operationId,
                processed,
                mode);
    }

    ChangeSetRow gone() {
        return new ChangeSetRow(
                model,
                valued,
                remark,
                asks,
                type,
                template,
                parameters,
                stackDescription,
                roleArn,
                imports,
                token,
                number,
                true,
                given,
                logicalId,
                operationId,
                processed,
                mode);
    }
}
