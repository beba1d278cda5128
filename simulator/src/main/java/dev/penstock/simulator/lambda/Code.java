package dev.penstock.simulator.lambda;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;

/**
 * The code of a version.
 *
 * @param blob the archive's contents by their digest; empty for an image
 * @param sha256 as Lambda gives it: Base64 of the archive's digest, or the image's digest in hexadecimal
 * @param size of the archive in bytes; 0 for an image
 * @param image the reference that was given, and the digest behind it; empty for an archive
 * @param environment of the image
 * @param labels of the image
 */
record Code(
        String blob,
        String sha256,
        long size,
        Optional<Image> image,
        Map<String, String> environment,
        Map<String, String> labels) {

    /** @param digest like {@code sha256:…} */
    record Image(String uri, String digest) {

        String resolved() {
            String path = uri.contains("@") ? uri.substring(0, uri.indexOf('@')) : uri;
            int colon = path.lastIndexOf(':');
            return (colon > path.lastIndexOf('/') ? path.substring(0, colon) : path) + "@" + digest;
        }
    }

    Code {
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    static Code archive(String blob, String sha256, long size) {
        return new Code(blob, sha256, size, Optional.empty(), Map.of(), Map.of());
    }

    /**
     * Where it can be had.
     *
     * @param downloads where archives are downloaded from
     */
    FunctionCodeLocation location(CodeDownloads downloads) {
        return image.map(i -> FunctionCodeLocation.builder()
                        .repositoryType("ECR")
                        .imageUri(i.uri())
                        .resolvedImageUri(i.resolved())
                        .build())
                .orElseGet(() -> FunctionCodeLocation.builder()
                        .repositoryType("S3")
                        .location(downloads.url(blob))
                        .build());
    }
}
