package dev.penstock.simulator.lambda;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;
import java.util.Set;

/** Lambda's errors in its own words. */
final class LambdaErrors {

    /** Errors whose model spells {@code Message} with a capital letter. */
    private static final Set<String> CAPITAL = Set.of(
            "CodeSigningConfigNotFoundException",
            "ResourceInUseException",
            "ResourceNotFoundException",
            "ServiceException");

    private static final String REVISION = "The Revision Id provided does not match the latest Revision Id. Call the ";

    private LambdaErrors() {}

    /** The member of an error that holds its text. */
    static String errorText(String code) {
        return CAPITAL.contains(code) ? "Message" : "message";
    }

    static ServiceError notFound(String message) {
        return user(404, "ResourceNotFoundException", message);
    }

    static ServiceError functionNotFound(String arn) {
        return notFound("Function not found: " + arn);
    }

    static ServiceError aliasNotFound(String arn) {
        return notFound("Cannot find alias arn: " + arn);
    }

    static ServiceError resourceNotFound() {
        return notFound("The resource you requested does not exist.");
    }

    static ServiceError invalid(String message) {
        return user(400, "InvalidParameterValueException", message);
    }

    /** The same, as AWS answers without saying whose mistake it is. */
    static ServiceError plainlyInvalid(String message) {
        return ServiceError.client("InvalidParameterValueException", message);
    }

    static ServiceError conflict(String message) {
        return user(409, "ResourceConflictException", message);
    }

    /**
     * A revision that is not the latest.
     *
     * @param api what tells the latest one, like {@code GetFunction/GetAlias}
     */
    static ServiceError otherRevision(String api) {
        return user(412, "PreconditionFailedException", REVISION + api + " API to retrieve the latest Revision Id");
    }

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationException", message);
    }

    static ServiceError tooLarge(String message) {
        return ServiceError.of(413, "RequestEntityTooLargeException", message);
    }

    static ServiceError denied(String message) {
        return ServiceError.of(403, "AccessDeniedException", message);
    }

    static ServiceError throttled(String reason) {
        return new ServiceError(
                "TooManyRequestsException", 429, "Rate Exceeded.", Map.of("Type", "User", "Reason", reason));
    }

    static ServiceError user(int status, String code, String message) {
        return new ServiceError(code, status, message, Map.of("Type", "User"));
    }
}
