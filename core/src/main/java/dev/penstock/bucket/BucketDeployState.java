package dev.penstock.bucket;

/**
 * Where an action that deploys to a bucket is.
 *
 * @param done how many files are there, in the order in which they are put
 */
public record BucketDeployState(int done) {}
