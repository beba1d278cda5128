package dev.penstock.codedeploy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deployment that is to be.
 *
 * @param group where to
 * @param appSpec the revision: the text of an AppSpec file
 * @param deploymentConfiguration how traffic moves, by name; absent for the group's own
 * @param alarms that end it, in place of the group's; absent for the group's own
 * @param takenBack whether CodeDeploy takes it back when it fails or is stopped, whatever the group says
 * @param description for people, up to 100 characters
 * @param token names the intent; kept in the description, by which the deployment is found again
 * @param since before this, nothing with this token was created
 */
public record NewDeployment(
        DeploymentGroupId group,
        String appSpec,
        Optional<String> deploymentConfiguration,
        Optional<List<String>> alarms,
        boolean takenBack,
        String description,
        String token,
        Instant since) {

    public NewDeployment {
        alarms = alarms.map(List::copyOf);
    }
}
