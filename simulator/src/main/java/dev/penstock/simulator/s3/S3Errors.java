package dev.penstock.simulator.s3;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Map;

/** S3's errors, in the words recorded from AWS. */
final class S3Errors {

    private S3Errors() {}

    static ServiceError noSuchBucket(String bucket) {
        return new ServiceError(
                "NoSuchBucket", 404, "The specified bucket does not exist", Map.of("BucketName", bucket));
    }

    static ServiceError noSuchKey(String key) {
        return new ServiceError("NoSuchKey", 404, "The specified key does not exist.", Map.of("Key", key));
    }

    /** A read of an object whose latest version is a delete marker. */
    static ServiceError hiddenByMarker(String key, String markerId) {
        return new ServiceError(
                "NoSuchKey",
                404,
                "The specified key does not exist.",
                Map.of("Key", key),
                Map.of("x-amz-delete-marker", "true", "x-amz-version-id", markerId));
    }

    static ServiceError isMarker(String method, String markerId) {
        return new ServiceError(
                "MethodNotAllowed",
                405,
                "The specified method is not allowed against this resource.",
                Map.of("Method", method, "ResourceType", "DeleteMarker"),
                Map.of("x-amz-delete-marker", "true", "x-amz-version-id", markerId, "Allow", "DELETE"));
    }

    static ServiceError noSuchVersion(String key, String version) {
        return new ServiceError(
                "NoSuchVersion",
                404,
                "The specified version does not exist.",
                Map.of("Key", key, "VersionId", version));
    }

    static ServiceError noSuchUpload(String uploadId) {
        return new ServiceError(
                "NoSuchUpload",
                404,
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted"
                        + " or completed.",
                Map.of("UploadId", uploadId));
    }

    static ServiceError preconditionFailed(String condition) {
        return new ServiceError(
                "PreconditionFailed",
                412,
                "At least one of the pre-conditions you specified did not hold",
                Map.of("Condition", condition));
    }

    static ServiceError conflict(String condition, String key) {
        return new ServiceError(
                "ConditionalRequestConflict",
                409,
                "The conditional request cannot succeed due to a conflicting operation against this resource.",
                Map.of("Condition", condition, "Key", key));
    }

    static ServiceError notImplemented(String header) {
        return new ServiceError(
                "NotImplemented",
                501,
                "A header you provided implies functionality that is not implemented",
                Map.of("Header", header));
    }

    static ServiceError notImplemented(String header, String more) {
        return new ServiceError(
                "NotImplemented",
                501,
                "A header you provided implies functionality that is not implemented",
                Map.of("Header", header, "additionalMessage", more));
    }

    static ServiceError notModified() {
        return ServiceError.of(304, "NotModified", "Not Modified");
    }

    static ServiceError invalidRange(String range, long size) {
        return new ServiceError(
                "InvalidRange",
                416,
                "The requested range is not satisfiable",
                Map.of("RangeRequested", range, "ActualObjectSize", Long.toString(size)));
    }

    static ServiceError invalidRequest(String message) {
        return ServiceError.client("InvalidRequest", message);
    }

    static ServiceError invalidArgument(String message, String name, String value) {
        return new ServiceError("InvalidArgument", 400, message, Map.of("ArgumentName", name, "ArgumentValue", value));
    }

    static ServiceError invalidArgument(String message, String name) {
        return new ServiceError("InvalidArgument", 400, message, Map.of("ArgumentName", name));
    }

    static ServiceError malformedXml() {
        return ServiceError.client(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static ServiceError accessDenied() {
        return ServiceError.of(403, "AccessDenied", "Access Denied");
    }

    /** A configuration of a bucket that was never put. */
    static ServiceError notConfigured(String code, String message, String bucket) {
        return new ServiceError(code, 404, message, Map.of("BucketName", bucket));
    }
}
