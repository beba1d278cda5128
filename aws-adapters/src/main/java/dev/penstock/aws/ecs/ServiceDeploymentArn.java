package dev.penstock.aws.ecs;

import dev.penstock.release.ServiceId;

/** {@code arn:aws:ecs:region:account:service-deployment/cluster/service/id}. */
final class ServiceDeploymentArn {

    private static final int PARTS = 4;

    private ServiceDeploymentArn() {}

    /** The service that a deployment is of. Throws {@link IllegalArgumentException} if the text is no such ARN. */
    static ServiceId service(String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        String[] parts = resource.split("/", -1);
        if (parts.length != PARTS || !parts[0].equals("service-deployment")) {
            throw new IllegalArgumentException("'" + arn + "' is no ARN of a service deployment");
        }
        return new ServiceId(parts[1], parts[2]);
    }

    /** The ARN of the service that a deployment is of. Throws {@link IllegalArgumentException} if the text is no such ARN. */
    static String serviceArn(String arn) {
        ServiceId service = service(arn);
        return arn.substring(0, arn.lastIndexOf(':') + 1) + "service/" + service.cluster() + "/" + service.service();
    }
}
