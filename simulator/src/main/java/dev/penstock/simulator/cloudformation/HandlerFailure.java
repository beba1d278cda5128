package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Locale;
import java.util.Map;

/**
 * A resource's failure as CloudFormation words it. Source of the codes: CloudFormation CLI User Guide, "Handler error codes";
 * of the frame: stack events that users have published.
 */
final class HandlerFailure {

    /** What services call themselves in the SDK's messages, where that is not their name in the type. */
    private static final Map<String, String> SERVICES = Map.of(
            "ElasticLoadBalancingV2", "ElasticLoadBalancingV2",
            "Logs", "CloudWatchLogs",
            "CloudWatch", "CloudWatch",
            "SecretsManager", "SecretsManager",
            "CodeBuild", "CodeBuild",
            "DynamoDB", "DynamoDb",
            "CloudFormation", "CloudFormation");

    /** No handler is asked for properties that are not as their schema has them, and none has returned this. */
    private static final String REFUSED_BY_SCHEMA = "Properties validation failed for resource ";

    private HandlerFailure() {}

    /** The reason of a failure that a service has told. */
    static String reason(String type, ServiceError error, String token) {
        if (error.code().equals("NotSimulated")) {
            return error.message();
        }
        String message = error.message() + " (Service: " + service(type) + ", Status Code: " + error.status()
                + ", Request ID: " + token + ")";
        return framed(message, token, code(error));
    }

    /** The reason of a failure that CloudFormation itself has found. */
    static String framed(String message, String token, String code) {
        if (message.startsWith(REFUSED_BY_SCHEMA)) {
            return message;
        }
        return "Resource handler returned message: \"" + message + "\" (RequestToken: " + token + ", HandlerErrorCode: "
                + code + ")";
    }

    static String code(ServiceError error) {
        String code = error.code();
        if (error.status() >= 500) {
            return "ServiceInternalError";
        }
        if (has(code, "AlreadyExist", "AlreadyOwned", "Duplicate", "ResourceExists", "QueueNameExists")) {
            return "AlreadyExists";
        }
        if (isGone(error)) {
            return "NotFound";
        }
        if (has(code, "AccessDenied", "Unauthorized", "AuthorizationError", "NotAuthorized")) {
            return "AccessDenied";
        }
        if (has(code, "Throttl", "TooManyRequests", "SlowDown")) {
            return "Throttling";
        }
        if (has(code, "LimitExceeded", "Quota", "TooMany")) {
            return "ServiceLimitExceeded";
        }
        if (has(code, "InUse", "Conflict", "NotEmpty", "DependencyViolation")) {
            return "ResourceConflict";
        }
        return has(code, "Valid", "Invalid", "Malformed", "Parameter", "ClientException")
                ? "InvalidRequest"
                : "GeneralServiceException";
    }

    /** Whether an error says that there is no such thing. */
    static boolean isGone(ServiceError error) {
        return has(error.code(), "NotFound", "NoSuch", "NonExistent", "DoesNotExist") || error.status() == 404;
    }

    private static boolean has(String code, String... parts) {
        for (String part : parts) {
            if (code.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String service(String type) {
        String[] parts = type.split("::", -1);
        String name = parts.length > 1 ? parts[1] : type;
        String known = SERVICES.get(name);
        if (known != null) {
            return known;
        }
        boolean acronym = name.equals(name.toUpperCase(Locale.ROOT)) && !name.equals("S3");
        return acronym ? name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) : name;
    }
}
