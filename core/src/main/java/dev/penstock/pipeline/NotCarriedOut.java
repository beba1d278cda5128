package dev.penstock.pipeline;

import java.util.Optional;

/** Actions of CodePipeline that Penstock knows and leaves to AWS, and what comes nearest to them here. */
public final class NotCarriedOut {

    /** CodeDeploy's deployments to EC2 instances and hosts elsewhere, with zonal configurations and scripts of an AppSpec file. */
    private static final ActionTypeId CODE_DEPLOY =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CodeDeploy", "1");

    private NotCarriedOut() {}

    /** What comes nearest to an action of a type, in a sentence; absent if it is none of these. */
    public static Optional<String> nearest(ActionTypeId type) {
        return type.equals(CODE_DEPLOY)
                ? Optional.of("Nearest to it come Deploy/AWS/ElasticBeanstalk/1, which replaces instances part by part"
                        + " ('release: {strategy: rolling}'), and Deploy/AWS/CodeDeployToECS/1 for services. Zones one"
                        + " after the other are 'waves' of Deploy/AWS/CloudFormation/1.")
                : Optional.empty();
    }
}
