package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** Asked before each operation whether the caller may do it. */
public interface Authorizer {

    /**
     * Returns when the caller may. Called inside the operation's transaction.
     *
     * @param service the signing name
     * @param operation as AWS calls it
     * @throws ServiceError made by {@link Refusals#denied} when it may not
     */
    void authorize(Caller caller, String service, String operation, SdkPojo request);

    /**
     * The same for what is not spoken to through a modelled request, like the image registry.
     *
     * @param action like {@code ecr:BatchGetImage}
     * @param resource its ARN
     */
    void authorize(Caller caller, String action, String resource);

    /**
     * Whether a service of AWS may do something to a resource, which the resource's own policy decides. Called inside a
     * transaction.
     *
     * @param servicePrincipal like {@code sns.amazonaws.com}
     * @param action like {@code sqs:SendMessage}
     * @param resource its ARN
     * @param context condition keys that the service gives, like {@code aws:SourceArn}
     */
    boolean admits(String servicePrincipal, String action, String resource, Map<String, String> context);

    /** Lets everybody do everything. */
    static Authorizer none() {
        return new Authorizer() {
            @Override
            public void authorize(Caller caller, String service, String operation, SdkPojo request) {}

            @Override
            public void authorize(Caller caller, String action, String resource) {}

            @Override
            public boolean admits(
                    String servicePrincipal, String action, String resource, Map<String, String> context) {
                return true;
            }
        };
    }
}
