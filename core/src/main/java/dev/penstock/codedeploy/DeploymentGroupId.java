package dev.penstock.codedeploy;

/**
 * Names a deployment group.
 *
 * @param application name of the application
 * @param group name of the group in it
 */
public record DeploymentGroupId(String application, String group) {

    @Override
    public String toString() {
        return "deployment group " + group + " of " + application;
    }
}
