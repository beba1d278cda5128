package dev.penstock.simulator.cloudformation.types;

import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;

/** Provisioned concurrency of a version or an alias, for which CloudFormation waits. */
final class LambdaProvisioning {

    private static final int SECONDS = 10;

    private LambdaProvisioning() {}

    static Progress begun(Progress.Done made) {
        return ServiceHandler.working(made.physicalId(), made.attributes(), SECONDS);
    }

    /** @param resource whose physical id is an ARN with a version or an alias at its end */
    static Progress look(ServiceHandler handler, ResourceContext context, Deployed resource) {
        String arn = resource.physicalId();
        GetProvisionedConcurrencyConfigResponse now = handler.call(
                context,
                GetProvisionedConcurrencyConfigRequest.builder()
                        .functionName(arn.substring(0, arn.lastIndexOf(':')))
                        .qualifier(arn.substring(arn.lastIndexOf(':') + 1))
                        .build(),
                GetProvisionedConcurrencyConfigResponse.class);
        if (now.status() == ProvisionedConcurrencyStatusEnum.IN_PROGRESS) {
            return ServiceHandler.working(arn, resource.attributes(), SECONDS);
        }
        return now.status() == ProvisionedConcurrencyStatusEnum.READY
                ? ServiceHandler.unchanged(resource)
                : new Progress.Failed("NotStabilized", now.statusReason(), arn);
    }
}
