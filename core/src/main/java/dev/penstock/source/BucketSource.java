package dev.penstock.source;

import dev.penstock.action.ActionContext;
import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleException;
import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.ObjectVersion;
import dev.penstock.execution.ActionResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a ZIP file from the bucket that a definition names (action {@code S3}, CodePipeline User Guide), at the version that the
 * execution was started for, or at the newest.
 */
final class BucketSource {

    /** What S3 itself calls the version of an object in a bucket that keeps none. */
    private static final String NO_VERSION = "null";

    private final Buckets buckets;

    BucketSource(Buckets buckets) {
        this.buckets = buckets;
    }

    StepResult<SourceState> pin(ActionContext context, ObjectLocation object) throws IOException {
        Optional<String> wanted = context.sourceRevision().map(SourceRevisionOverride::commit);
        ObjectVersion version = buckets.look(context.scope(), object, wanted)
                .orElseThrow(() -> new SourceException("There is no object " + object
                        + wanted.map(id -> " of the version '" + id + "'").orElse("")
                        + ". Put a ZIP file there, or correct 'S3Bucket' and 'S3ObjectKey'."));
        String summary = version.summary().isEmpty()
                ? "version " + version.versionId().orElse(version.eTag())
                : version.summary();
        context.log("Object " + object + ", version " + version.versionId().orElse(NO_VERSION) + ", ETag "
                + version.eTag() + ", " + version.size() + " bytes");
        return new StepResult.Next<>(new SourceState.PinnedObject(version), summary);
    }

    StepResult<SourceState> bring(
            ActionContext context, SourceConfiguration configuration, ObjectLocation object, ObjectVersion version)
            throws IOException {
        Path bundle = context.workDirectory().resolve("source.zip");
        Files.deleteIfExists(bundle);
        buckets.fetch(context.scope(), object, version, bundle);
        try {
            new BundleReader().names(bundle);
        } catch (BundleException e) {
            throw new SourceException("The object " + object + " is no ZIP file that can be taken: " + e.getMessage());
        }
        ArtifactReference artifact = context.store(bundle);
        context.log("Artifact " + artifact.digest() + ", " + artifact.size() + " bytes");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ETag", version.eTag());
        variables.put("VersionId", version.versionId().orElse(NO_VERSION));
        variables.putAll(configuration.fixedVariables());
        String revision = version.versionId().orElse(version.eTag());
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(context.declaration().outputArtifacts().getFirst().name(), artifact),
                variables,
                version.summary().isEmpty() ? "version " + revision : version.summary(),
                Optional.of(new ActionResult.ExternalExecution(revision, Optional.empty())),
                List.of()));
    }
}
