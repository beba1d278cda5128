package dev.penstock.pipeline;

import java.util.Optional;

/**
 * Where CodePipeline keeps artifacts ({@code ArtifactStore}). Penstock reads it and keeps artifacts where its settings say.
 *
 * @param region the Region of an entry of {@code artifactStores}; absent for the single {@code artifactStore}
 * @param type always {@code S3}
 * @param location the bucket's name
 * @param encryptionKey the id, ARN or alias ARN of a KMS key
 */
public record ArtifactStoreDeclaration(
        Optional<String> region, String type, String location, Optional<String> encryptionKey) {}
