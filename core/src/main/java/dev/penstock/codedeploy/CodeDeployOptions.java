package dev.penstock.codedeploy;

import java.util.List;
import java.util.Optional;

/**
 * What CodePipeline's action cannot say.
 *
 * @param waitFor when the action has succeeded
 * @param deploymentConfiguration how traffic moves, by name; absent for the group's own
 * @param alarms that end the deployment, in place of the group's; absent for the group's own
 */
public record CodeDeployOptions(
        WaitFor waitFor, Optional<String> deploymentConfiguration, Optional<List<String>> alarms) {

    /** As CodePipeline has it. */
    public static final CodeDeployOptions DEFAULT =
            new CodeDeployOptions(WaitFor.END, Optional.empty(), Optional.empty());

    /** CodeDeploy takes so many alarms for a deployment. */
    public static final int MOST_ALARMS = 10;

    public CodeDeployOptions {
        alarms = alarms.map(List::copyOf);
    }
}
