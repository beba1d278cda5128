package dev.penstock.release;

import java.util.List;
import java.util.Optional;

/**
 * How a service is set up, as far as it decides which strategies can bring it a release.
 *
 * @param arn of the service
 * @param controller who makes its deployments
 * @param daemon whether it has one task on each container instance ({@code schedulingStrategy} {@code DAEMON})
 * @param desiredCount how many tasks it should have
 * @param taskDefinition ARN of the task definition that it has; empty if it has none yet
 * @param ownAddresses whether each of its tasks has an address of its own (network mode {@code awsvpc})
 * @param settings how it is deployed
 * @param balancers its load balancers
 * @param serving the target groups of the revision that serves now, in the order of the load balancers; empty if not known
 * @param currentDeployment id (ARN) of its newest service deployment, if it had one
 */
public record ServiceSetup(
        String arn,
        Controller controller,
        boolean daemon,
        int desiredCount,
        String taskDefinition,
        boolean ownAddresses,
        DeploymentSettings settings,
        List<Balancer> balancers,
        List<String> serving,
        Optional<String> currentDeployment) {

    public ServiceSetup {
        balancers = List.copyOf(balancers);
        serving = List.copyOf(serving);
    }

    /** Who makes the deployments of a service ({@code deploymentController.type} of ECS). */
    public enum Controller {
        /** The platform itself. */
        ECS,
        /** AWS CodeDeploy. */
        CODE_DEPLOY,
        /** Whoever calls for task sets. */
        EXTERNAL,
        /** One that is newer than this program. */
        UNKNOWN
    }

    /**
     * A load balancer of a service.
     *
     * @param targetGroup ARN of the group that its tasks are registered in
     * @param container name of the container that gets the requests
     * @param port of the container
     * @param gradual what moves traffic between two groups; absent if nothing does
     */
    public record Balancer(String targetGroup, String container, int port, Optional<Gradual> gradual) {}

    /**
     * What it takes to move traffic between two target groups ({@code advancedConfiguration} of ECS). Texts are empty where
     * nothing is said.
     *
     * @param alternateTargetGroup ARN of the other group
     * @param productionRule ARN of the listener rule, or of a Network Load Balancer's listener, for users' requests
     * @param testRule ARN of that for tests
     * @param role ARN of the role by which the platform changes the rules
     */
    public record Gradual(String alternateTargetGroup, String productionRule, String testRule, String role) {

        /** Whether requests come through a Network Load Balancer, which takes ten minutes for each step. */
        public boolean isNetwork() {
            return productionRule.contains(":listener/net/");
        }
    }
}
