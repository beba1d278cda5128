package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import java.io.IOException;
import java.util.Optional;

/** The steps of the action for one stack, as deployments to several take them. */
interface OneStack {

    StepResult<CloudFormationState> step(
            ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state)
            throws IOException;

    void abandon(ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state);

    Optional<String> stopping(
            ActionContext context, CloudFormationConfiguration configuration, CloudFormationState state);
}
