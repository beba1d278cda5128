package dev.penstock.bucket;

import java.util.Optional;

/**
 * The configuration of an action that deploys to a bucket.
 *
 * @param bucket {@code BucketName}
 * @param extract {@code Extract}: whether the files of the artifact are put, or the artifact as it is
 * @param key {@code ObjectKey}: of the artifact, or what is put in front of each file; may be empty if they are extracted
 * @param cacheControl {@code CacheControl}
 * @param encryptionKey {@code KMSEncryptionKeyARN}
 * @param acl {@code CannedACL}
 */
public record BucketDeployConfiguration(
        String bucket,
        boolean extract,
        String key,
        Optional<String> cacheControl,
        Optional<String> encryptionKey,
        Optional<CannedAcl> acl) {

    /** What is said of an object of a type. */
    ObjectAttributes attributes(String contentType) {
        return new ObjectAttributes(contentType, cacheControl, encryptionKey, acl);
    }
}
