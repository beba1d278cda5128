package dev.penstock.artifact;

/**
 * A stored artifact.
 *
 * @param digest of the bundle's bytes
 * @param size of the bundle in bytes
 */
public record ArtifactReference(Digest digest, long size) {}
