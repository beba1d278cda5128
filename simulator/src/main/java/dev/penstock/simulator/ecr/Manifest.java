package dev.penstock.simulator.ecr;

import dev.penstock.simulator.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says. Source: OCI Image Format Specification 1.1; Docker Image Manifest V2, Schema 2.
 *
 * @param mediaType its own, or what it was sent as
 * @param config the descriptor of an image's configuration; absent in an index
 * @param layers descriptors of an image's layers
 * @param manifests descriptors of an index's images
 * @param subject the digest of what this is attached to, like a signature to an image
 * @param artifactType what is attached; empty when it does not say
 */
record Manifest(
        String mediaType,
        Optional<Descriptor> config,
        List<Descriptor> layers,
        List<Descriptor> manifests,
        Optional<String> subject,
        String artifactType) {

    static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";

    /**
     * A reference to contents.
     *
     * @param mediaType what they are
     * @param digest {@code sha256:…}
     * @param size in bytes
     * @param platform {@code os/architecture}; empty when not said
     */
    record Descriptor(String mediaType, String digest, long size, String platform) {}

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Manifest parse(byte[] json, String sentAs) {
        if (!(Json.tree(json) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("manifest is not a JSON object");
        }
        if (!Long.valueOf(2).equals(map.get("schemaVersion"))) {
            throw new IllegalArgumentException("manifest schema version is not 2");
        }
        String mediaType = map.get("mediaType") instanceof String own ? own : sentAs.isEmpty() ? OCI_IMAGE : sentAs;
        Optional<Descriptor> config = Optional.ofNullable(map.get("config")).map(Manifest::descriptor);
        Optional<String> subject = Optional.ofNullable(map.get("subject"))
                .map(entry -> descriptor(entry).digest());
        String artifact = map.get("artifactType") instanceof String type
                ? type
                : config.map(Descriptor::mediaType).orElse("");
        Manifest manifest = new Manifest(
                mediaType,
                config,
                descriptors(map.get("layers")),
                descriptors(map.get("manifests")),
                subject,
                artifact);
        if (config.isEmpty() && !map.containsKey("manifests")) {
            throw new IllegalArgumentException("manifest has neither a config nor manifests");
        }
        return manifest;
    }

    boolean isIndex() {
        return config.isEmpty();
    }

    /** The image for the platform that tasks run on, else the first. */
    Optional<Descriptor> forLinux() {
        return manifests.stream()
                .filter(d -> d.platform().equals("linux/amd64"))
                .findFirst()
                .or(() -> manifests.stream().findFirst());
    }

    private static List<Descriptor> descriptors(@Nullable Object list) {
        List<Descriptor> descriptors = new ArrayList<>();
        if (list instanceof List<?> entries) {
            entries.forEach(entry -> descriptors.add(descriptor(entry)));
        }
        return List.copyOf(descriptors);
    }

    private static Descriptor descriptor(Object entry) {
        if (entry instanceof Map<?, ?> map
                && map.get("digest") instanceof String digest
                && digest.matches("sha256:[0-9a-f]{64}")) {
            String platform =
                    map.get("platform") instanceof Map<?, ?> p ? p.get("os") + "/" + p.get("architecture") : "";
            long size = map.get("size") instanceof Long bytes ? bytes : 0;
            return new Descriptor(String.valueOf(map.get("mediaType")), digest, size, platform);
        }
        throw new IllegalArgumentException("manifest has a descriptor without a sha256 digest");
    }
}
