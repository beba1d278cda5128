package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** A bucket for what CloudFormation reads by URL and what templates refer to. */
public interface StackFiles {

    /** No bucket. */
    StackFiles NONE = (scope, file, digest, suffix) -> Optional.empty();

    /**
     * Puts a file under a key made of its digest; one that is there already is not put again.
     *
     * @param digest of the file's bytes
     * @param suffix the key's end, such as {@code .zip}
     * @return where it is; absent if no bucket is set
     */
    Optional<Uploaded> put(AwsScope scope, Path file, Digest digest, String suffix);

    /**
     * Where a file was put.
     *
     * @param bucket the bucket's name
     * @param key the object's key
     * @param url its URL, without a signature: whoever reads it does so in their own name
     */
    record Uploaded(String bucket, String key, String url) {}
}
