package dev.penstock.codebuild;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.ObjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings sources to where CodeBuild reads them, and artifacts from where it puts them: {@code PREFIX/builds/TOKEN} in a bucket that
 * the runner and the project's role may read and write. It is the runner's own identity that does so.
 */
public final class BuildExchange {

    private final Buckets buckets;
    private final Optional<Place> place;
    private final Function<ArtifactReference, Optional<ObjectLocation>> kept;

    /**
     * An exchange.
     *
     * @param place where it is; absent if no bucket is known
     * @param kept where an artifact is in S3 already, if it is: it is copied there, without passing through this machine
     */
    public BuildExchange(
            Buckets buckets, Optional<Place> place, Function<ArtifactReference, Optional<ObjectLocation>> kept) {
        this.buckets = buckets;
        this.place = place;
        this.kept = kept;
    }

    /**
     * A bucket.
     *
     * @param bucket its name
     * @param prefix put before each key, without a slash at its end; may be empty
     */
    public record Place(String bucket, String prefix) {}

    /** Whether there is a bucket. */
    public boolean isThere() {
        return place.isPresent();
    }

    /**
     * The folder of a build.
     *
     * @throws IllegalStateException if there is no bucket
     */
    public ObjectLocation folder(String token) {
        Place known = place.orElseThrow(() -> new IllegalStateException("no bucket is known"));
        return new ObjectLocation(
                known.bucket(), (known.prefix().isEmpty() ? "" : known.prefix() + "/") + "builds/" + token);
    }

    /**
     * The sources of a build where they belong, the primary one first.
     *
     * @param primary absent for the first input artifact
     */
    public static List<NewBuild.Source> sources(
            ActionContext context, Optional<String> primary, ObjectLocation folder) {
        List<String> names = new ArrayList<>(context.inputs().keySet());
        primary.filter(names::remove).ifPresent(name -> names.addFirst(name));
        return names.stream()
                .map(name -> new NewBuild.Source(
                        name, new ObjectLocation(folder.bucket(), folder.key() + "/sources/" + name + ".zip")))
                .toList();
    }

    /** Brings the sources there. May be asked again. */
    public void bring(ActionContext context, List<NewBuild.Source> sources) throws IOException {
        for (NewBuild.Source source : sources) {
            ArtifactReference artifact =
                    Optional.ofNullable(context.inputs().get(source.name())).orElseThrow();
            Optional<ObjectLocation> there = kept.apply(artifact);
            if (there.isPresent()) {
                buckets.copy(AwsScope.OWN, there.get(), source.location());
            } else {
                buckets.put(AwsScope.OWN, context.inputBundle(source.name()), source.location());
            }
        }
    }

    /**
     * Keeps what a build has put out.
     *
     * @param digest of the ZIP file, 64 hexadecimal digits, if CodeBuild tells it
     * @return absent if it is not there, or has other bytes than the build has put there
     */
    public Optional<ArtifactReference> receive(ActionContext context, ObjectLocation output, Optional<String> digest)
            throws IOException {
        Optional<ObjectVersion> version = buckets.look(AwsScope.OWN, output, Optional.empty());
        if (version.isEmpty()) {
            return Optional.empty();
        }
        Path bundle = context.workDirectory().resolve("received.zip");
        Files.deleteIfExists(bundle);
        buckets.fetch(AwsScope.OWN, output, version.get(), bundle);
        ArtifactReference stored = context.store(bundle);
        return digest.isPresent() && !digest.get().equals(stored.digest().hex())
                ? Optional.empty()
                : Optional.of(stored);
    }
}
