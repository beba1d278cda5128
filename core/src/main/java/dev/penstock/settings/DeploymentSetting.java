package dev.penstock.settings;

import dev.penstock.metric.VerdictSources;
import dev.penstock.release.TaskSetRoute;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.schema.RevisionSchema;
import java.util.Optional;

/**
 * How a deploy action deploys.
 *
 * @param deploymentConfiguration members of ECS's {@code deploymentConfiguration} that are sent with the update of the
 *     service, as JSON in AWS's own names; absent to leave the service's as it is
 * @param stack how a stack is deployed
 * @param environment how an environment of Elastic Beanstalk is deployed to
 * @param codeDeploy how a deployment of CodeDeploy is made
 * @param function how a function of Lambda is deployed
 * @param taskSets how requests come to the task sets of a service of ECS whose deployments ECS does not make; absent where it does
 * @param release by which strategy it is released; absent to leave that to the platform
 * @param calendar when it may be released; where nothing is said, what holds for all
 * @param verdict by what a release that gets part of the traffic is judged, and where that is counted
 * @param schema what its revisions need of the schema of a database; absent if they need none
 */
public record DeploymentSetting(
        Optional<String> deploymentConfiguration,
        StackSetting stack,
        EnvironmentSetting environment,
        CodeDeploySetting codeDeploy,
        FunctionSetting function,
        Optional<TaskSetRoute> taskSets,
        Optional<ReleaseSettings> release,
        CalendarSettings calendar,
        Optional<VerdictSources> verdict,
        Optional<RevisionSchema> schema) {

    /** Nothing is set. */
    public static DeploymentSetting none() {
        return new DeploymentSetting(
                Optional.empty(),
                StackSetting.none(),
                EnvironmentSetting.none(),
                CodeDeploySetting.none(),
                FunctionSetting.none(),
                Optional.empty(),
                Optional.empty(),
                CalendarSettings.none(),
                Optional.empty(),
                Optional.empty());
    }

    /** What is said here, and what another says where nothing is said here. */
    DeploymentSetting over(DeploymentSetting common) {
        Optional<VerdictSources> judgedBy = verdict.or(common::verdict);
        return new DeploymentSetting(
                deploymentConfiguration.or(common::deploymentConfiguration),
                stack.over(common.stack),
                environment.over(common.environment),
                codeDeploy.over(common.codeDeploy),
                function.over(common.function),
                taskSets.or(common::taskSets),
                release.or(common::release).map(each -> judgedBy.isPresent() ? each.judgedByVerdict() : each),
                calendar.over(common.calendar),
                judgedBy,
                schema.or(common::schema));
    }

    /** The same, with its stack looked at only. */
    DeploymentSetting forPlanning() {
        return new DeploymentSetting(
                deploymentConfiguration,
                stack.forPlanning(),
                environment,
                codeDeploy,
                function,
                taskSets,
                release,
                calendar,
                verdict,
                schema);
    }
}
