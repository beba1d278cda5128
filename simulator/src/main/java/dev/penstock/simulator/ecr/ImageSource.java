package dev.penstock.simulator.ecr;

import dev.penstock.simulator.ecr.Manifest.Descriptor;
import dev.penstock.simulator.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images as tasks pull them. Reads within a transaction. */
public final class ImageSource {

    /** What a pull comes to. */
    public sealed interface Pull {

        /** The image is in no simulated repository: it is taken to be there. */
        record Elsewhere() implements Pull {}

        /**
         * The image was found.
         *
         * @param digest of what the reference names, which may be an index
         * @param size in bytes
         * @param labels of the image's configuration
         * @param environment of the image's configuration
         */
        record Found(String digest, long size, Map<String, String> labels, Map<String, String> environment)
                implements Pull {
            public Found {
                labels = Map.copyOf(labels);
                environment = Map.copyOf(environment);
            }
        }

        /**
         * The image is not there.
         *
         * @param message as the container runtime words it
         */
        record Missing(String message) implements Pull {}
    }

    private final Repositories repositories;
    private final Tokens tokens;

    ImageSource(Repositories repositories, Tokens tokens) {
        this.repositories = repositories;
        this.tokens = tokens;
    }

    /** A password for the registry that an image is in, as an execution role gets one; empty for another registry. */
    public Optional<String> password(String reference) {
        return RepositoryName.atHost(reference.substring(0, Math.max(0, reference.indexOf('/'))), "any")
                .map(name -> tokens.issue(name.account(), name.region()).password());
    }

    /**
     * Looks an image up.
     *
     * @param reference as a container definition has it: {@code host/name:tag} or {@code host/name@sha256:…}
     */
    public Pull pull(String reference) {
        int slash = reference.indexOf('/');
        String host = slash < 0 ? "" : reference.substring(0, slash);
        String rest = reference.substring(slash + 1);
        int at = rest.indexOf('@');
        int colon = rest.lastIndexOf(':');
        String path = at >= 0 ? rest.substring(0, at) : colon >= 0 ? rest.substring(0, colon) : rest;
        String wanted = at >= 0 ? rest.substring(at + 1) : colon >= 0 ? rest.substring(colon + 1) : "latest";
        // A name with both a tag and a digest goes by the digest.
        String plain = path.contains(":") ? path.substring(0, path.indexOf(':')) : path;
        Optional<RepositoryName> ours = RepositoryName.atHost(host, plain);
        if (ours.isEmpty()) {
            return new Pull.Elsewhere();
        }
        RepositoryName name = ours.get();
        return repositories
                .byReference(name, wanted)
                .<Pull>map(image -> found(name, image))
                .orElseGet(() ->
                        new Pull.Missing("failed to resolve ref " + reference + ": " + reference + ": not found"));
    }

    private Pull found(RepositoryName name, StoredImage image) {
        Manifest manifest = Manifest.parse(repositories.manifest(image), image.mediaType());
        if (manifest.isIndex()) {
            Manifest child = manifest.forLinux()
                    .flatMap(d -> repositories.byDigest(name, d.digest()))
                    .map(i -> Manifest.parse(repositories.manifest(i), i.mediaType()))
                    .orElse(manifest);
            return found(image, child);
        }
        return found(image, manifest);
    }

    private Pull found(StoredImage image, Manifest manifest) {
        Map<?, ?> config = manifest.config().map(this::config).orElse(Map.of());
        Map<String, String> labels = new HashMap<>();
        if (config.get("Labels") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
        }
        Map<String, String> environment = new HashMap<>();
        if (config.get("Env") instanceof List<?> list) {
            for (Object entry : list) {
                String[] pair = String.valueOf(entry).split("=", 2);
                environment.put(pair[0], pair.length > 1 ? pair[1] : "");
            }
        }
        long size = manifest.layers().stream().mapToLong(Descriptor::size).sum();
        return new Pull.Found(image.digest(), size, labels, environment);
    }

    private Map<?, ?> config(Descriptor descriptor) {
        try {
            Object tree = Json.tree(repositories.contents(descriptor.digest()));
            return tree instanceof Map<?, ?> map && map.get("config") instanceof Map<?, ?> config ? config : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }
}
