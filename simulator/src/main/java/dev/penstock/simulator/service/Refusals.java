package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How services say that they do not let a caller in: each in the codes and with the status of its protocol.
 *
 * <p>Source: the "Common Errors" of the services' API References; S3 API Reference, "Error responses".
 */
public final class Refusals {

    private static final String DENIED = "AccessDenied";
    private static final String EXPIRED = "ExpiredToken";
    private static final String INVALID = "InvalidClientTokenId";

    private static final Set<String> QUERY = Set.of(
            "iam", "sts", "elasticloadbalancing", "elasticbeanstalk", "autoscaling", "sns", "sqs", "cloudformation");

    private Refusals() {}

    /** The credential is not valid any more. */
    static ServiceError expired() {
        return ServiceError.of(403, EXPIRED, "The security token included in the request is expired");
    }

    /** The key was deactivated or deleted. */
    static ServiceError invalidKey() {
        return ServiceError.of(403, INVALID, "The security token included in the request is invalid.");
    }

    /** Policies do not allow it. */
    public static ServiceError denied(String message) {
        return ServiceError.of(403, DENIED, message);
    }

    /**
     * Runs what may refuse a caller and lets a service say so in its own way.
     *
     * @param service its signing name; {@code registry} for the image registry
     */
    public static <R> R inTermsOf(String service, Supplier<R> work) {
        try {
            return work.get();
        } catch (ServiceError refusal) {
            throw spoken(service, refusal);
        }
    }

    static ServiceError spoken(String service, ServiceError refusal) {
        if (QUERY.contains(service)) {
            return refusal;
        }
        return switch (service) {
            case "s3" ->
                switch (refusal.code()) {
                    case EXPIRED -> ServiceError.of(400, EXPIRED, "The provided token has expired.");
                    case INVALID ->
                        ServiceError.of(
                                403,
                                "InvalidAccessKeyId",
                                "The AWS Access Key Id you provided does not exist in our records.");
                    default -> refusal;
                };
            case "ec2" ->
                switch (refusal.code()) {
                    case INVALID ->
                        ServiceError.of(
                                401, "AuthFailure", "AWS was not able to validate the provided access credentials");
                    case DENIED ->
                        ServiceError.of(
                                403,
                                "UnauthorizedOperation",
                                "You are not authorized to perform this operation. " + refusal.message());
                    default -> ServiceError.of(400, "RequestExpired", refusal.message());
                };
            case "registry" -> ServiceError.of(403, "DENIED", refusal.message());
            case "lambda" ->
                ServiceError.of(
                        403,
                        refusal.code().equals(INVALID) ? "UnrecognizedClientException" : refusal.code() + "Exception",
                        refusal.message());
            default ->
                switch (refusal.code()) {
                    case INVALID -> ServiceError.of(400, "UnrecognizedClientException", refusal.message());
                    case DENIED, EXPIRED -> ServiceError.of(400, refusal.code() + "Exception", refusal.message());
                    default -> refusal;
                };
        };
    }
}
