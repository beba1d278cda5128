package dev.penstock.simulator.ecr;

import dev.penstock.simulator.server.Dispatcher;
import dev.penstock.simulator.server.LimitedInputStream;
import dev.penstock.simulator.server.Request;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What the registry does, apart from how it is asked over HTTP. Every step is a call with its own faults and effects,
 * under the service name {@code registry}.
 */
final class PushedImages {

    /** Longest configuration or manifest that ECR takes. */
    private static final int LARGEST_MANIFEST = 4 * 1024 * 1024;

    /** What each step needs to be allowed: ECR User Guide, "Amazon ECR private repository policies". */
    private static final Map<String, String> ACTIONS = Map.of(
            "StartUpload", "ecr:InitiateLayerUpload",
            "CompleteUpload", "ecr:CompleteLayerUpload",
            "GetBlob", "ecr:GetDownloadUrlForLayer",
            "GetManifest", "ecr:BatchGetImage",
            "PutManifest", "ecr:PutImage",
            "ListTags", "ecr:ListImages",
            "ListReferrers", "ecr:ListImageReferrers",
            "DeleteManifest", "ecr:BatchDeleteImage");

    /** Who asks, of which repository. */
    record Access(Caller caller, RepositoryName name) {}

    private final Store store;
    private final Repositories repositories;
    private final Tokens tokens;
    private final Dispatcher dispatcher;
    private final Map<String, Blobs.Writer> uploads = new ConcurrentHashMap<>();
    private final AtomicLong uploadNumbers = new AtomicLong();

    PushedImages(Store store, Repositories repositories, Tokens tokens, Dispatcher dispatcher) {
        this.store = store;
        this.repositories = repositories;
        this.tokens = tokens;
        this.dispatcher = dispatcher;
    }

    /** Checks the token and finds the repository that a path's name means. */
    Access access(Request request, String pathName) {
        return store.transact(() -> {
            Tokens.Token token = tokens.of(request.header("authorization").orElse(""))
                    .or(() -> tokens.withPassword(request.query().getOrDefault("token", "")))
                    .orElseThrow(RegistryError::unauthorized);
            if (token.expires().isBefore(dispatcher.clientsNow())) {
                throw RegistryError.expired();
            }
            RepositoryName name = named(request, token, pathName);
            Caller caller = dispatcher.holder(token.accessKey().orElse(token.account()), token.region());
            if (!name.account().equals(token.account())) {
                throw RegistryError.denied(caller.principal(), name);
            }
            return new Access(caller, name);
        });
    }

    /** Runs a step as a call: faults, the transaction, effects. Empty when a fault closes the connection. */
    <R> Optional<R> step(String operation, Access access, String about, Function<Call, R> step) {
        try {
            return dispatcher.run("registry", operation, access.caller(), about, call -> {
                dispatcher.permit(
                        "registry",
                        access.caller(),
                        ACTIONS.getOrDefault(operation, "ecr:" + operation),
                        access.name().arn());
                repositories.get(access.name());
                return step.apply(call);
            });
        } catch (ServiceError e) {
            throw RegistryError.translated(e);
        }
    }

    Optional<Long> blob(RepositoryName name, String digest) {
        return repositories.layerSize(name, digest);
    }

    /** The contents from a byte on. */
    InputStream open(String digest, long from, long length) {
        try {
            InputStream in = store.blobs().open(Repositories.hex(digest));
            in.skipNBytes(from);
            return new LimitedInputStream(in, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The index of what is attached to an image. */
    byte[] referrers(RepositoryName name, String digest, String artifactType) {
        return Referrers.index(repositories, name, digest, artifactType);
    }

    /** Notes that an image was pulled. */
    void pulled(Call call, RepositoryName name, StoredImage image) {
        repositories.keep(name, image.pulledAt(call.now()));
    }

    /** Removes a tag, or by its digest the whole image. */
    void delete(Call call, RepositoryName name, String reference) {
        StoredImage image = repositories
                .byReference(name, reference)
                .orElseThrow(() -> RegistryError.manifestUnknown(name, reference));
        if (!reference.startsWith("sha256:") && image.tags().size() > 1) {
            repositories.keep(name, image.untagged(reference));
        } else if (repositories.referencedBy(name, image.digest()).isEmpty()) {
            repositories.remove(name, image);
        } else {
            throw ServiceError.of(409, "DENIED", "Requested image referenced by manifest list");
        }
        call.effect(name.arn() + "@" + image.digest());
    }

    String startUpload() {
        String id = String.format("%032x", uploadNumbers.incrementAndGet());
        uploads.put(id, store.blobs().writer());
        return id;
    }

    /** Links a layer of another repository of the account, when it has it. */
    boolean mount(Call call, RepositoryName name, String digest, String from) {
        RepositoryName other = new RepositoryName(name.account(), name.region(), from);
        Optional<Long> size = repositories.layerSize(other, digest);
        size.ifPresent(bytes -> link(call, name, digest, bytes));
        return size.isPresent();
    }

    long append(String upload, InputStream body, long from) throws IOException {
        Blobs.Writer writer = writer(upload);
        synchronized (writer) {
            if (from >= 0 && from != writer.size()) {
                throw RegistryError.rangeInvalid();
            }
            body.transferTo(writer);
            return writer.size();
        }
    }

    long uploaded(String upload) {
        return writer(upload).size();
    }

    /** Ends an upload: its contents as a blob that belongs to no repository yet. */
    Blob finish(String upload, String digest) throws IOException {
        Blobs.Writer writer = writer(upload);
        uploads.remove(upload);
        try (writer) {
            Blob blob = writer.finish();
            if (!digest.equals("sha256:" + blob.sha256())) {
                throw RegistryError.digestInvalid();
            }
            return blob;
        }
    }

    void cancel(String upload) throws IOException {
        Blobs.Writer writer = writer(upload);
        uploads.remove(upload);
        writer.close();
    }

    void link(Call call, RepositoryName name, String digest, long size) {
        if (!repositories.hasLayer(name, digest)) {
            repositories.addLayer(name, digest, size);
            call.effect(name.arn() + "/layer/" + digest);
        }
    }

    Optional<StoredImage> image(RepositoryName name, String reference) {
        return repositories.byReference(name, reference);
    }

    byte[] manifest(StoredImage image) {
        return repositories.manifest(image);
    }

    List<String> tags(RepositoryName name) {
        TreeSet<String> tags = new TreeSet<>();
        repositories.images(name).forEach(image -> tags.addAll(image.tags()));
        return List.copyOf(tags);
    }

    Blob readManifest(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST_MANIFEST + 1);
        if (bytes.length > LARGEST_MANIFEST) {
            throw ServiceError.of(413, "SIZE_INVALID", "a manifest has at most 4 MiB");
        }
        return store.blobs().store(bytes);
    }

    /** The digest of what a manifest is attached to. */
    Optional<String> subject(Blob manifest) {
        return Manifest.parse(store.blobs().bytes(manifest.sha256()), "").subject();
    }

    /** Puts a manifest under a tag or its own digest, which is returned. */
    String putManifest(Call call, RepositoryName name, String reference, Blob blob, String mediaType) {
        String digest = "sha256:" + blob.sha256();
        boolean byDigest = reference.startsWith("sha256:");
        if (byDigest && !reference.equals(digest)) {
            throw RegistryError.digestInvalid();
        }
        if (!byDigest && !reference.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")) {
            throw ServiceError.client("TAG_INVALID", "manifest tag did not match the form of tags");
        }
        Manifest manifest;
        try {
            manifest = Manifest.parse(store.blobs().bytes(blob.sha256()), mediaType);
        } catch (IllegalArgumentException e) {
            throw RegistryError.manifestInvalid(String.valueOf(e.getMessage()));
        }
        if (repositories.put(name, digest, manifest, blob.size(), byDigest ? "" : reference, call.now())) {
            call.effect(name.arn() + "@" + digest);
        }
        return digest;
    }

    private Blobs.Writer writer(String upload) {
        return Optional.ofNullable(uploads.get(upload)).orElseThrow(RegistryError::uploadUnknown);
    }

    /** The repository by the host asked, else by a host's name that starts the path, else in the token's registry. */
    private static RepositoryName named(Request request, Tokens.Token token, String pathName) {
        int slash = pathName.indexOf('/');
        Optional<RepositoryName> prefixed = slash < 0
                ? Optional.empty()
                : RepositoryName.atHost(pathName.substring(0, slash), pathName.substring(slash + 1));
        return RepositoryName.atHost(request.header("host").orElse(""), pathName)
                .or(() -> prefixed)
                .orElseGet(() -> new RepositoryName(token.account(), token.region(), pathName));
    }
}
