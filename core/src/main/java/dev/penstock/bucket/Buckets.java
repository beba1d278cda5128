package dev.penstock.bucket;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ObjectLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Objects in buckets of S3 that others put there, or are to find there. Calls that fail raise {@link
 * dev.penstock.action.RemoteCallException}. Passes {@code dev.penstock.bucket.BucketsContract} (in the test jar).
 */
public interface Buckets {

    /**
     * What an object is now, or was in one of its versions.
     *
     * @param versionId absent for the newest
     * @return absent if there is no such object, or no such version of it
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if there is no such bucket
     */
    Optional<ObjectVersion> look(AwsScope scope, ObjectLocation object, Optional<String> versionId);

    /**
     * Writes an object's bytes into a file.
     *
     * @param version which bytes: others are refused
     * @param target a file that is not there yet
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if it is gone, {@code CONFLICT} if it has other
     *     bytes by now
     */
    void fetch(AwsScope scope, ObjectLocation object, ObjectVersion version, Path target) throws IOException;

    /** Puts a ZIP file, in place of what is there. */
    default void put(AwsScope scope, Path file, ObjectLocation object) {
        put(scope, file, object, ObjectAttributes.ZIP);
    }

    /** Puts a file, in place of what is there, without holding it in memory. Safe for use by many threads at once. */
    void put(AwsScope scope, Path file, ObjectLocation object, ObjectAttributes attributes);

    /**
     * Copies an object within S3, in place of what is there.
     *
     * @throws dev.penstock.action.RemoteCallException of kind {@code NOT_FOUND} if it is not there
     */
    void copy(AwsScope scope, ObjectLocation from, ObjectLocation to);
}
