package dev.penstock.simulator.ecr;

import dev.penstock.simulator.wire.ServiceError;

/** Errors of the registry's protocol. Source: OCI Distribution Specification 1.1, "Error Codes". */
final class RegistryError {

    private RegistryError() {}

    static ServiceError unauthorized() {
        return ServiceError.of(401, "UNAUTHORIZED", "Not Authorized");
    }

    static ServiceError expired() {
        return ServiceError.of(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
    }

    static ServiceError denied(String principal, RepositoryName name) {
        return ServiceError.of(
                403,
                "DENIED",
                "User: " + principal + " is not authorized to perform: ecr:InitiateLayerUpload on" + " resource: "
                        + name.arn());
    }

    static ServiceError blobUnknown() {
        return ServiceError.of(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }

    static ServiceError uploadUnknown() {
        return ServiceError.of(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
    }

    static ServiceError rangeInvalid() {
        return ServiceError.of(416, "BLOB_UPLOAD_INVALID", "the chunk does not start where the upload ends");
    }

    static ServiceError digestInvalid() {
        return ServiceError.client("DIGEST_INVALID", "provided digest did not match uploaded content");
    }

    static ServiceError manifestUnknown(RepositoryName name, String reference) {
        return ServiceError.of(404, "MANIFEST_UNKNOWN", "Requested image not found: " + name.name() + ":" + reference);
    }

    static ServiceError manifestInvalid(String why) {
        return ServiceError.client("MANIFEST_INVALID", why);
    }

    static ServiceError unsupported() {
        return ServiceError.of(405, "UNSUPPORTED", "The operation is unsupported.");
    }

    /** An error of ECR's API as the registry words it. */
    static ServiceError translated(ServiceError error) {
        return switch (error.code()) {
            case "RepositoryNotFoundException" -> ServiceError.of(404, "NAME_UNKNOWN", error.message());
            case "ImageTagAlreadyExistsException" -> ServiceError.client("TAG_INVALID", error.message());
            case "LayersNotFoundException", "ReferencedImagesNotFoundException" ->
                ServiceError.of(404, "MANIFEST_BLOB_UNKNOWN", error.message());
            default -> error;
        };
    }
}
