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
}
