package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.ArtifactTarget;
import dev.penstock.simulator.codebuild.CodeBuildStore.BuildRow;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.wire.ServiceError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.SourceType;

/** The sources and artifacts of builds in the simulated S3. Within transactions. */
final class BuildFiles {

    /** What went wrong in a phase. */
    record Problem(String code, String message) {}

    /**
     * What a scripted phase came to.
     *
     * @param build with what it changed
     */
    record Step(Build build, Optional<Problem> problem) {}

    private final ObjectAccess objects;
    private final Blobs blobs;

    BuildFiles(ObjectAccess objects, Blobs blobs) {
        this.objects = objects;
        this.blobs = blobs;
    }

    Step step(BuildRow row, String phase, BuildScript script, Instant now) {
        if (script.fails(phase)) {
            return new Step(row.build(), Optional.of(scripted(phase)));
        }
        return switch (phase) {
            case "DOWNLOAD_SOURCE" -> download(row.build(), now);
            case "UPLOAD_ARTIFACTS" -> note(row, now);
            default -> done(row.build());
        };
    }

    /**
     * An object that is a source.
     *
     * @throws ServiceError when it is not there
     */
    ObjectAccess.Found source(Build build, ProjectSource source, Optional<String> version, Instant now) {
        String[] location = ProjectRules.plainLocation(source.location()).split("/", 2);
        return objects.get(caller(build), now, location[0], location[1], version.orElse(null));
    }

    /** What a source that could not be fetched says. */
    static Problem missing(ProjectSource source, ServiceError e) {
        String[] location = ProjectRules.plainLocation(source.location()).split("/", 2);
        return new Problem(
                "CLIENT_ERROR",
                "error while downloading key " + location[1] + " from bucket " + location[0] + ", error: " + e.code()
                        + ": " + e.getMessage());
    }

    /** Puts artifacts where they belong. */
    Step upload(BuildRow row, Optional<Blob> primary, Map<String, Blob> secondary, Instant now) {
        Build.Builder build = row.build().toBuilder();
        try {
            if (primary.isPresent()) {
                put(row, row.artifacts(), primary.get(), now);
                build.artifacts(summed(row.build().artifacts(), row.artifacts(), primary.get()));
            }
            List<BuildArtifacts> described = new ArrayList<>();
            for (BuildArtifacts each : row.build().secondaryArtifacts()) {
                Blob zip = secondary.get(each.artifactIdentifier());
                ArtifactTarget target = row.secondary().get(each.artifactIdentifier());
                if (zip != null && target != null) {
                    put(row, target, zip, now);
                    described.add(summed(each, target, zip));
                } else {
                    described.add(each);
                }
            }
            build.secondaryArtifacts(described);
        } catch (ServiceError e) {
            return new Step(
                    row.build(),
                    Optional.of(new Problem(
                            "CLIENT_ERROR",
                            "Error in UPLOAD_ARTIFACTS phase: [" + e.code() + ": " + e.getMessage() + "]")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return done(build.build());
    }

    private void put(BuildRow row, ArtifactTarget target, Blob zip, Instant now) throws IOException {
        if (target.zipped()) {
            objects.put(caller(row.build()), now, target.bucket(), target.key(), zip);
        } else {
            ZippedFiles.each(
                    blobs.open(zip.sha256()),
                    (name, contents) -> objects.put(
                            caller(row.build()),
                            now,
                            target.bucket(),
                            target.key() + "/" + name,
                            blobs.store(contents)));
        }
    }

    private static BuildArtifacts summed(BuildArtifacts described, ArtifactTarget target, Blob zip) {
        return described.toBuilder()
                .sha256sum(target.zipped() ? zip.sha256() : "")
                .md5sum(target.zipped() ? zip.md5() : "")
                .build();
    }

    static Caller caller(Build build) {
        String[] arn = build.arn().split(":", 6);
        String role = build.serviceRole() == null ? "" : build.serviceRole();
        String name = role.substring(role.lastIndexOf('/') + 1);
        String principal = "arn:aws:sts::" + arn[4] + ":assumed-role/" + name + "/AWSCodeBuild-" + uuid(build);
        return new Caller(arn[4], arn[3], principal, "AROA:AWSCodeBuild");
    }

    static String uuid(Build build) {
        return build.id().substring(build.id().indexOf(':') + 1);
    }

    private Step download(Build build, Instant now) {
        if (build.source().type() != SourceType.S3) {
            return done(build);
        }
        try {
            ObjectAccess.Found found = source(build, build.source(), Optional.ofNullable(build.sourceVersion()), now);
            return done(build.toBuilder().resolvedSourceVersion(resolved(found)).build());
        } catch (ServiceError e) {
            return new Step(build, Optional.of(missing(build.source(), e)));
        }
    }

    /** API Reference, Build, {@code resolvedSourceVersion}: for S3 there is none but of buckets with versioning. */
    static String resolved(ObjectAccess.Found found) {
        return found.versionId().isEmpty() ? found.etag().replace("\"", "") : found.versionId();
    }

    private static Step done(Build build) {
        return new Step(build, Optional.empty());
    }

    private static Problem scripted(String phase) {
        return switch (phase) {
            case "INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD" ->
                new Problem(
                        "COMMAND_EXECUTION_ERROR", "Error while executing command: simulated. Reason: exit status 1");
            case "DOWNLOAD_SOURCE" -> new Problem("YAML_FILE_ERROR", "YAML file does not exist");
            default -> new Problem("CLIENT_ERROR", "Error in " + phase + " phase: simulated");
        };
    }

    /** What a build that nobody carried out puts out. */
    private Step note(BuildRow row, Instant now) {
        Map<String, Blob> secondary = new LinkedHashMap<>();
        row.secondary().keySet().forEach(identifier -> secondary.put(identifier, note(row)));
        return upload(row, row.artifacts().wanted() ? Optional.of(note(row)) : Optional.empty(), secondary, now);
    }

    private Blob note(BuildRow row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("simulated-build.txt");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(("Build " + row.build().id() + " was simulated; no command ran.\n")
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blobs.store(bytes.toByteArray());
    }
}
