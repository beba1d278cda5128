package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.artifact.Digest;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.ObjectAttributes;
import dev.penstock.bucket.ObjectVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Buckets in memory. Every bucket is there until it is said to be missing; those that are said to keep versions keep them. */
public final class FakeBuckets implements Buckets {

    private record Kept(Optional<String> versionId, byte[] bytes, String summary, ObjectAttributes attributes) {}

    private final Map<ObjectLocation, List<Kept>> objects = new HashMap<>();
    private final Set<String> versioned = new HashSet<>();
    private final Set<String> missing = new HashSet<>();

    /** Has a bucket keep versions from now on. */
    public synchronized FakeBuckets versioned(String bucket) {
        versioned.add(bucket);
        return this;
    }

    /** There is no such bucket. */
    public synchronized FakeBuckets missing(String bucket) {
        missing.add(bucket);
        return this;
    }

    /** Puts an object as somebody else. */
    public synchronized void put(ObjectLocation object, byte[] bytes, String summary) {
        keep(object, bytes, summary, ObjectAttributes.ZIP);
    }

    private void keep(ObjectLocation object, byte[] bytes, String summary, ObjectAttributes attributes) {
        List<Kept> versions = objects.computeIfAbsent(object, key -> new ArrayList<>());
        boolean keeps = versioned.contains(object.bucket());
        if (!keeps) {
            versions.clear();
        }
        versions.add(new Kept(
                keeps ? Optional.of("v" + (versions.size() + 1)) : Optional.empty(),
                bytes.clone(),
                summary,
                attributes));
    }

    /** The bytes of an object; absent if it is not there. */
    public synchronized Optional<byte[]> content(ObjectLocation object) {
        return kept(object, Optional.empty()).map(found -> found.bytes().clone());
    }

    /** What is said of an object; absent if it is not there. */
    public synchronized Optional<ObjectAttributes> attributes(ObjectLocation object) {
        return kept(object, Optional.empty()).map(Kept::attributes);
    }

    /** What is there. */
    public synchronized Set<ObjectLocation> locations() {
        return Set.copyOf(objects.keySet());
    }

    @Override
    public synchronized Optional<ObjectVersion> look(
            AwsScope scope, ObjectLocation object, Optional<String> versionId) {
        if (missing.contains(object.bucket())) {
            throw notFound("NoSuchBucket", "There is no bucket '" + object.bucket() + "'.");
        }
        return kept(object, versionId).map(FakeBuckets::version);
    }

    @Override
    public synchronized void fetch(AwsScope scope, ObjectLocation object, ObjectVersion version, Path target)
            throws IOException {
        Kept found = kept(object, version.versionId())
                .orElseThrow(() -> notFound("NoSuchKey", "There is no object " + object + "."));
        if (!version(found).eTag().equals(version.eTag())) {
            String said = object + " has other bytes by now.";
            throw new RemoteCallException(
                    RemoteCallException.Kind.CONFLICT,
                    "s3:GetObject",
                    "PreconditionFailed",
                    said,
                    new IllegalStateException(said));
        }
        Files.write(target, found.bytes());
    }

    @Override
    public synchronized void put(AwsScope scope, Path file, ObjectLocation object, ObjectAttributes attributes) {
        if (missing.contains(object.bucket())) {
            throw notFound("NoSuchBucket", "There is no bucket '" + object.bucket() + "'.");
        }
        try {
            keep(object, Files.readAllBytes(file), "", attributes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void copy(AwsScope scope, ObjectLocation from, ObjectLocation to) {
        Kept found = kept(from, Optional.empty())
                .orElseThrow(() -> notFound("NoSuchKey", "There is no object " + from + "."));
        keep(to, found.bytes(), found.summary(), found.attributes());
    }

    private Optional<Kept> kept(ObjectLocation object, Optional<String> versionId) {
        List<Kept> versions = objects.getOrDefault(object, List.of());
        return versionId.isEmpty()
                ? versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast())
                : versions.stream()
                        .filter(each -> each.versionId().equals(versionId))
                        .findFirst();
    }

    private static ObjectVersion version(Kept kept) {
        return new ObjectVersion(Digest.of(kept.bytes()).hex(), kept.versionId(), kept.bytes().length, kept.summary());
    }

    private static RemoteCallException notFound(String code, String message) {
        return new RemoteCallException(
                RemoteCallException.Kind.NOT_FOUND, "s3:GetObject", code, message, new IllegalStateException(message));
    }
}
