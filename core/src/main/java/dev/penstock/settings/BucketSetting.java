package dev.penstock.settings;

/**
 * A bucket of S3 that exists.
 *
 * @param name its name
 * @param prefix put before each key, without a slash at its end; may be empty
 * @param shared whether artifacts are kept in it, where every machine reaches them that goes on with an execution
 */
public record BucketSetting(String name, String prefix, boolean shared) {

    /** A bucket that artifacts are not kept in. */
    public BucketSetting(String name, String prefix) {
        this(name, prefix, false);
    }

    /** What is put before the keys of artifacts. */
    public String artifactPrefix() {
        return prefix.isEmpty() ? "artifacts" : prefix + "/artifacts";
    }
}
