package dev.penstock.simulator.beanstalk.bundle;

/**
 * Where the credentials for private registries are kept: a {@code .dockercfg} or {@code config.json} in S3, in the region of
 * the environment.
 */
public record Authentication(String bucket, String key) {}
