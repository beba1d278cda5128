package dev.penstock.simulator.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * A managed policy.
 *
 * @param account that it belongs to; {@code aws} for AWS's own
 * @param description may be empty
 * @param versions oldest first, five at most
 * @param defaultVersion like {@code v1}
 * @param given how many versions there ever were
 * @param updated when its default version was last changed
 */
record ManagedPolicy(
        String account,
        String name,
        String path,
        String id,
        String description,
        Instant created,
        Instant updated,
        List<Version> versions,
        String defaultVersion,
        int given,
        List<Tag> tags) {

    /**
     * A version.
     *
     * @param id like {@code v1}
     * @param document empty for policies of AWS's whose document is not simulated
     */
    record Version(String id, String document, Instant created) {}

    ManagedPolicy {
        versions = List.copyOf(versions);
        tags = List.copyOf(tags);
    }

    String arn() {
        return "arn:aws:iam::" + account + ":policy" + path + name;
    }

    Optional<Version> version(String version) {
        return versions.stream().filter(v -> v.id().equals(version)).findFirst();
    }

    /** The document that is in force. */
    String document() {
        return version(defaultVersion).map(Version::document).orElse("");
    }

    ManagedPolicy withVersion(String document, boolean asDefault, Instant now) {
        List<Version> all = new ArrayList<>(versions);
        Version added = new Version("v" + (given + 1), document, now);
        all.add(added);
        return new ManagedPolicy(
                account,
                name,
                path,
                id,
                description,
                created,
                now,
                all,
                asDefault ? added.id() : defaultVersion,
                given + 1,
                tags);
    }

    ManagedPolicy withoutVersion(String version) {
        List<Version> all =
                versions.stream().filter(v -> !v.id().equals(version)).toList();
        return new ManagedPolicy(
                account, name, path, id, description, created, updated, all, defaultVersion, given, tags);
    }

    ManagedPolicy withDefault(String version, Instant now) {
        return new ManagedPolicy(account, name, path, id, description, created, now, versions, version, given, tags);
    }

    ManagedPolicy withTags(List<Tag> all) {
        return new ManagedPolicy(
                account, name, path, id, description, created, updated, versions, defaultVersion, given, all);
    }
}
