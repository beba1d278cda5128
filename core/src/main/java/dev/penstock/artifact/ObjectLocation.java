package dev.penstock.artifact;

/**
 * An object in a bucket of S3.
 *
 * @param bucket the bucket's name
 * @param key the object's key, without a slash at its beginning
 */
public record ObjectLocation(String bucket, String key) {

    public ObjectLocation {
        if (bucket.isBlank() || key.isBlank()) {
            throw new IllegalArgumentException("an object is in a bucket and has a key");
        }
    }

    /** {@code bucket/key}, as CodeBuild names sources. */
    public String path() {
        return bucket + "/" + key;
    }

    @Override
    public String toString() {
        return "s3://" + path();
    }
}
