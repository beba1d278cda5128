package dev.penstock.bucket;

import java.util.Optional;

/**
 * What is said of an object beside its bytes.
 *
 * @param contentType a media type, such as {@code text/html}
 * @param cacheControl the header {@code Cache-Control} that its readers get; absent for none
 * @param encryptionKey the key of KMS that it is encrypted by: its id, its ARN or the ARN of an alias; absent for what the bucket
 *     does by itself
 * @param acl who may read and write it; absent for what the bucket says
 */
public record ObjectAttributes(
        String contentType, Optional<String> cacheControl, Optional<String> encryptionKey, Optional<CannedAcl> acl) {

    /** Of a ZIP file, and nothing else said. */
    public static final ObjectAttributes ZIP =
            new ObjectAttributes("application/zip", Optional.empty(), Optional.empty(), Optional.empty());
}
