package dev.penstock.aws.standin;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.util.List;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;

/** Makes environments of Elastic Beanstalk that run the sample application of their platform until the first deployment. */
final class EnvironmentStandIns {

    private final AwsClients clients;

    EnvironmentStandIns(AwsClients clients) {
        this.clients = clients;
    }

    /** Makes what is missing; false if the environment is there, or is made by others. */
    boolean make(AwsScope scope, EnvironmentStandIn wanted) {
        clients.call("iam:CreateInstanceProfile", "make the instance profile " + wanted.instanceProfile(), () -> {
            IamClient iam = clients.iam(scope, Use.CHANGE);
            try {
                iam.createInstanceProfile(request -> request.instanceProfileName(wanted.instanceProfile()));
                return true;
            } catch (EntityAlreadyExistsException e) {
                return false;
            }
        });
        if (wanted.isMadeByPipeline()) {
            return false;
        }
        return clients.call(
                "elasticbeanstalk:CreateEnvironment",
                "make the environment " + wanted.environment(),
                () -> environment(clients.elasticBeanstalk(scope, Use.CHANGE), wanted));
    }

    boolean isSettled(AwsScope scope, EnvironmentStandIn wanted) {
        return clients.call(
                "elasticbeanstalk:DescribeEnvironments",
                "look for the environment " + wanted.environment(),
                () -> clients
                        .elasticBeanstalk(scope, Use.READ)
                        .describeEnvironments(request ->
                                request.environmentNames(wanted.environment()).includeDeleted(false))
                        .environments()
                        .stream()
                        .allMatch(environment -> environment.status() == EnvironmentStatus.READY));
    }

    private static boolean environment(ElasticBeanstalkClient beanstalk, EnvironmentStandIn wanted) {
        boolean there = !beanstalk
                .describeEnvironments(request ->
                        request.environmentNames(wanted.environment()).includeDeleted(false))
                .environments()
                .isEmpty();
        if (there) {
            return false;
        }
        if (beanstalk
                .describeApplications(request -> request.applicationNames(wanted.application()))
                .applications()
                .isEmpty()) {
            beanstalk.createApplication(request -> request.applicationName(wanted.application()));
        }
        String platform = beanstalk.listAvailableSolutionStacks().solutionStacks().stream()
                .filter(stack -> stack.endsWith(wanted.platform().ending()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the simulated account has no platform that is "
                        + wanted.platform().ending()));
        beanstalk.createEnvironment(request -> request.applicationName(wanted.application())
                .environmentName(wanted.environment())
                .solutionStackName(platform)
                .optionSettings(List.of(
                        option("aws:autoscaling:launchconfiguration", "IamInstanceProfile", wanted.instanceProfile()),
                        option("aws:elasticbeanstalk:environment", "LoadBalancerType", "application"),
                        option("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"))));
        return true;
    }

    private static ConfigurationOptionSetting option(String namespace, String name, String value) {
        return ConfigurationOptionSetting.builder()
                .namespace(namespace)
                .optionName(name)
                .value(value)
                .build();
    }
}
