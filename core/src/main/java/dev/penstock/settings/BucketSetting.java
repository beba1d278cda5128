package dev.penstock.settings;

/**
 * A bucket of S3 that exists.
 *
 * @param name its name
 * @param prefix put before each key, without a slash at its end; may be empty
 */
public record BucketSetting(String name, String prefix) {}
