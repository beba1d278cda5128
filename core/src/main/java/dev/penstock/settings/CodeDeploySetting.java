package dev.penstock.settings;

import dev.penstock.codedeploy.CodeDeployOptions;
import dev.penstock.codedeploy.WaitFor;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment of CodeDeploy is made.
 *
 * @param waitFor when the action has succeeded
 * @param deploymentConfiguration by whose name traffic moves
 * @param alarms that end the deployment in place of the group's; an empty list for none
 */
public record CodeDeploySetting(
        Optional<WaitFor> waitFor, Optional<String> deploymentConfiguration, Optional<List<String>> alarms) {

    public CodeDeploySetting {
        alarms = alarms.map(List::copyOf);
    }

    /** Nothing is set. */
    public static CodeDeploySetting none() {
        return new CodeDeploySetting(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What is said here, and what another says where nothing is said here. */
    CodeDeploySetting over(CodeDeploySetting common) {
        return new CodeDeploySetting(
                waitFor.or(common::waitFor),
                deploymentConfiguration.or(common::deploymentConfiguration),
                alarms.or(common::alarms));
    }

    /** What the deployment does, with the defaults where nothing is set. */
    public CodeDeployOptions options() {
        return new CodeDeployOptions(
                waitFor.orElse(CodeDeployOptions.DEFAULT.waitFor()), deploymentConfiguration, alarms);
    }
}
