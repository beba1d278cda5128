package dev.penstock.aws.client;

import dev.penstock.action.RemoteCallException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What AWS's error codes mean. Sources: "Common errors" of the API references, the error lists of the operations in use, and
 * the codes that the SDK itself asks again for. A code that is not known is judged by its form, then by the HTTP status.
 */
final class ErrorKinds {

    /** An error code that means different things, told apart by a part of the message. */
    private record Phrase(String code, String part, Kind kind) {}

    private static final List<Phrase> PHRASES = List.of(
            new Phrase("ClientException", "Unable to describe task definition", Kind.NOT_FOUND),
            new Phrase("ClientException", "TaskDefinition not found", Kind.NOT_FOUND),
            new Phrase("ClientException", "Unable to find task definition", Kind.NOT_FOUND),
            new Phrase("ClientException", "TaskDefinition is inactive", Kind.GONE),
            new Phrase("ClientException", "Too many concurrent attempts", Kind.THROTTLED),
            new Phrase("InvalidRequestException", "marked for deletion", Kind.GONE),
            new Phrase("InvalidRequestException", "marked deleted", Kind.GONE),
            // Elastic Beanstalk has one code for almost everything.
            new Phrase("InvalidParameterValue", "Must be Ready", Kind.CONFLICT),
            new Phrase("InvalidParameterValue", "already exists", Kind.CONFLICT),
            new Phrase("InvalidParameterValue", "No Application named", Kind.NOT_FOUND),
            new Phrase("InvalidParameterValue", "No Application Version named", Kind.NOT_FOUND),
            new Phrase("InvalidParameterValue", "No Environment found", Kind.NOT_FOUND),
            new Phrase("InvalidParameterValue", "No Configuration Template named", Kind.NOT_FOUND),
            new Phrase("ValidationError", "Rate exceeded", Kind.THROTTLED));

    private static final Map<String, Kind> CODES = new HashMap<>();

    static {
        put(
                Kind.THROTTLED,
                "Throttling",
                "ThrottlingException",
                "ThrottledException",
                "Throttled",
                "RequestThrottled",
                "RequestThrottledException",
                "TooManyRequestsException",
                "RequestLimitExceeded",
                "BandwidthLimitExceeded",
                "ProvisionedThroughputExceededException",
                "PriorRequestNotComplete",
                "EC2ThrottledException",
                "ConcurrentResourcesLimitExceeded",
                "SlowDown");
        put(
                Kind.TRANSIENT,
                "InternalError",
                "InternalFailure",
                "InternalServerError",
                "InternalServerException",
                "InternalServiceError",
                "InternalServiceErrorException",
                "ServerException",
                "ServiceUnavailable",
                "ServiceUnavailableException",
                "ServiceFailure",
                "RequestTimeout",
                "RequestTimeoutException",
                "IDPCommunicationError",
                // S3: somebody is just doing the same; "try again".
                "ConditionalRequestConflict",
                "OperationAborted",
                "OperationAbortedException",
                // One update at a time; "try again".
                "TooManyUpdates",
                "EntityTemporarilyUnmodifiable",
                "HealthUnavailable",
                "InsufficientCapacity",
                "TransactionInProgressException");
        put(
                Kind.EXPIRED,
                "ExpiredToken",
                "ExpiredTokenException",
                "ExpiredCredentials",
                "ExpiredIdentityTokenException",
                "TokenRefreshRequired",
                "RequestExpired");
        put(
                Kind.DENIED,
                "AccessDenied",
                "AccessDeniedException",
                "AccessForbidden",
                "AllAccessDisabled",
                "UnauthorizedOperation",
                "UnauthorizedAccess",
                "NotAuthorized",
                "AuthFailure",
                "AuthorizationError",
                "UnrecognizedClientException",
                "InvalidClientTokenId",
                "InvalidAccessKeyId",
                "InvalidToken",
                "RequestTimeTooSkewed",
                "SignatureDoesNotMatch",
                "InvalidSignatureException",
                "IncompleteSignature",
                "IncompleteSignatureException",
                "MissingAuthenticationToken",
                "MissingAuthenticationTokenException",
                "OptInRequired",
                "RegionDisabledException",
                "AccountProblem",
                "BlockedException",
                "BlockedByOrganizationPolicyException",
                "AccountSuspendedException",
                "UnableToAccessSecretException",
                "InvalidSecurity",
                "KmsException",
                "KMSAccessDenied",
                "KMSOptInRequired",
                "EncryptionFailure",
                "DecryptionFailure");
        put(
                Kind.NOT_FOUND,
                "NotFound",
                "ParameterNotFound",
                "ParameterVersionNotFound",
                "404 Not Found",
                "NoSuchEntity",
                "TargetNotFoundException");
        put(Kind.GONE, "ServiceNotActiveException", "DaemonNotActiveException", "ImageArchivedException");
        put(
                Kind.CONFLICT,
                "PreconditionFailed",
                "UpdateInProgressException",
                "ConcurrentModification",
                "ConcurrentModificationException",
                "DeleteConflict",
                "BucketNotEmpty",
                "BucketAlreadyOwnedByYou",
                "LimitExceeded",
                "LimitExceededException",
                "ServiceQuotaExceededException",
                "InvalidObjectState",
                "InvalidChangeSetStatus",
                "InvalidStateTransition",
                "InvalidOperationException",
                "OperationNotPermitted",
                "ConcurrentAccess",
                "PreconditionNotMetException",
                "NoUpdateAvailableException",
                "IdempotencyParameterMismatch",
                "TokenAlreadyExistsException",
                "StaleRequestException");
        put(
                Kind.INVALID,
                "ClientException",
                "InvalidParameterException",
                "InvalidRequestException",
                "ValidationException",
                "ValidationError",
                "UnknownOperationException",
                "UnsupportedFeatureException",
                "PlatformUnknownException",
                "NotImplemented",
                "PermanentRedirect",
                "IllegalLocationConstraintException",
                "AuthorizationHeaderMalformed");
    }

    private ErrorKinds() {}

    private static void put(Kind kind, String... codes) {
        for (String code : codes) {
            CODES.put(code, kind);
        }
    }

    static Kind of(String code, int status, String message) {
        return byPhrase(code, message)
                .or(() -> Optional.ofNullable(CODES.get(code)))
                .or(() -> byForm(code))
                .orElseGet(() -> byStatus(status));
    }

    private static Optional<Kind> byPhrase(String code, String message) {
        return PHRASES.stream()
                .filter(phrase -> phrase.code.equals(code) && message.contains(phrase.part))
                .map(Phrase::kind)
                .findFirst();
    }

    private static Optional<Kind> byForm(String code) {
        // "AWS.SimpleQueueService.NonExistentQueue", "KMS.NotFoundException": the last part is what happened.
        String name = code.substring(code.lastIndexOf('.') + 1);
        if (name.contains("Throttl") || name.startsWith("TooManyRequests")) {
            return Optional.of(Kind.THROTTLED);
        }
        if (name.startsWith("ExpiredToken")) {
            return Optional.of(Kind.EXPIRED);
        }
        if (name.startsWith("AccessDenied")) {
            return Optional.of(Kind.DENIED);
        }
        if (name.startsWith("NoSuch")
                || name.startsWith("NonExistent")
                || name.contains("NotFound")
                || name.contains("DoesNotExist")) {
            return Optional.of(Kind.NOT_FOUND);
        }
        if (isInTheWay(name)) {
            return Optional.of(Kind.CONFLICT);
        }
        if (name.startsWith("Invalid") || name.startsWith("Malformed") || name.startsWith("Missing")) {
            return Optional.of(Kind.INVALID);
        }
        return Optional.empty();
    }

    /** Something is there, is not empty, is going on, or is full. */
    private static boolean isInTheWay(String name) {
        return name.contains("AlreadyExists")
                || name.contains("ResourceExists")
                || name.startsWith("Duplicate")
                || name.contains("InUse")
                || name.contains("Conflict")
                || name.contains("InProgress")
                || name.contains("NotEmpty")
                || name.startsWith("ClusterContains")
                || name.contains("LimitExceeded")
                || name.startsWith("TooMany");
    }

    private static Kind byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 408 -> Kind.TRANSIENT;
            case 409, 412 -> Kind.CONFLICT;
            case 410 -> Kind.GONE;
            case 429 -> Kind.THROTTLED;
            case 501 -> Kind.INVALID;
            default -> status >= 500 ? Kind.TRANSIENT : Kind.INVALID;
        };
    }
}
