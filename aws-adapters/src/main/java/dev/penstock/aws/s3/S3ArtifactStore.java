package dev.penstock.aws.s3;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.ArtifactMissingException;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.artifact.Digest;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;

/**
 * Artifacts in an S3 bucket, under keys made of their digest: {@code prefix/sha256/ab/ab12…}. An object is written once
 * ({@code If-None-Match: *}) with its checksum, which S3 verifies, and never changed. Opened artifacts are kept as files in
 * a folder of this machine; their digest is verified each time.
 */
public final class S3ArtifactStore implements ArtifactStore {

    private final AwsClients clients;
    private final AwsScope scope;
    private final String bucket;
    private final String prefix;
    private final Path folder;

    /**
     * A store in a bucket that exists.
     *
     * @param scope in whose name the bucket is read and written
     * @param prefix put before each key, without a slash at its end; may be empty
     * @param folder where opened artifacts are kept; made if it is not there
     */
    public S3ArtifactStore(AwsClients clients, AwsScope scope, String bucket, String prefix, Path folder) {
        this.clients = clients;
        this.scope = scope;
        this.bucket = bucket;
        this.prefix = prefix.isEmpty() ? "" : prefix + "/";
        this.folder = folder;
    }

    @Override
    public ArtifactReference put(Path bundle) throws IOException {
        Digest digest = digestOf(bundle);
        ArtifactReference reference = new ArtifactReference(digest, Files.size(bundle));
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest.hex()));
        try {
            clients.call(
                    "s3:PutObject",
                    "keep artifact " + digest + " in bucket '" + bucket + "'",
                    () -> clients.s3(scope, Use.CHANGE)
                            .putObject(
                                    put -> put.bucket(bucket)
                                            .key(key(digest))
                                            .ifNoneMatch("*")
                                            .checksumSHA256(checksum)
                                            .contentType("application/zip"),
                                    RequestBody.fromFile(bundle)));
        } catch (RemoteCallException e) {
            // Somebody has put the same bytes under the same key; or is just putting them, and may not have ended yet.
            boolean sameKey = e.kind() == Kind.CONFLICT || e.code().equals("ConditionalRequestConflict");
            if (!sameKey || !isKept(reference)) {
                throw e;
            }
        }
        return reference;
    }

    @Override
    public Optional<ObjectLocation> object(ArtifactReference reference) {
        return Optional.of(new ObjectLocation(bucket, key(reference.digest())));
    }

    private boolean isKept(ArtifactReference reference) {
        try {
            return clients.call(
                            "s3:GetObject",
                            "look for artifact " + reference.digest(),
                            () -> clients.s3(scope, Use.READ)
                                    .headObject(head -> head.bucket(bucket).key(key(reference.digest())))
                                    .contentLength())
                    == reference.size();
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Path open(ArtifactReference reference) throws IOException {
        Path kept = folder.resolve(reference.digest().hex() + ".zip");
        if (Files.exists(kept) && digestOf(kept).equals(reference.digest())) {
            return kept;
        }
        Files.createDirectories(folder);
        Path arriving = Files.createTempFile(folder, "arriving-", ".zip");
        try {
            fetch(reference, arriving);
            if (!digestOf(arriving).equals(reference.digest())) {
                throw new ArtifactMissingException(
                        reference, "is damaged: the object in bucket '" + bucket + "' has other bytes");
            }
            return Files.move(arriving, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    private void fetch(ArtifactReference reference, Path target) throws IOException {
        Files.delete(target); // the transformer writes new files only
        try {
            clients.call(
                    "s3:GetObject",
                    "fetch artifact " + reference.digest(),
                    () -> clients.s3(scope, Use.READ)
                            .getObject(
                                    get -> get.bucket(bucket).key(key(reference.digest())),
                                    ResponseTransformer.toFile(target)));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND && !e.code().equals("NoSuchBucket")) {
                throw new ArtifactMissingException(reference, "is not in bucket '" + bucket + "'");
            }
            throw e;
        }
    }

    private String key(Digest digest) {
        return prefix + "sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex();
    }

    private static Digest digestOf(Path file) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.of(sha256);
    }
}
