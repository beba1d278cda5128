package dev.penstock.beanstalk;

/** Where a bundle is: a bucket of S3 and a key in it. */
public record BundleLocation(String bucket, String key) {}
