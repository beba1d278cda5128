package dev.penstock.simulator.secretsmanager;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A secret with its versions.
 *
 * @param suffix the six characters that end its ARN
 * @param versions the oldest first; empty for a secret that was made without a value
 * @param deletedOn when it was marked for deletion
 * @param tagged whether it ever had tags: then an empty list is shown
 */
record StoredSecret(
        String account,
        String region,
        String name,
        String suffix,
        Optional<String> description,
        Optional<String> kmsKeyId,
        Optional<String> policy,
        List<Version> versions,
        Instant created,
        Instant changed,
        Optional<Instant> accessed,
        Optional<Instant> deletedOn,
        boolean tagged) {

    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";
    static final String PENDING = "AWSPENDING";

    /**
     * One version: a text or bytes.
     *
     * @param binary in Base64
     * @param stages sorted
     */
    record Version(
            String id,
            Optional<String> text,
            Optional<String> binary,
            Instant created,
            Optional<Instant> accessed,
            List<String> stages) {

        Version {
            stages = List.copyOf(new TreeSet<>(stages));
        }

        boolean holds(Optional<String> otherText, Optional<String> otherBinary) {
            return text.equals(otherText) && binary.equals(otherBinary);
        }

        Version withStages(List<String> others) {
            return new Version(id, text, binary, created, accessed, others);
        }

        Version accessedOn(Instant day) {
            return new Version(id, text, binary, created, Optional.of(day), stages);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    StoredSecret {
        versions = List.copyOf(versions);
    }

    String arn() {
        return "arn:aws:secretsmanager:" + region + ":" + account + ":secret:" + name + "-" + suffix;
    }

    Optional<Version> version(String id) {
        return versions.stream().filter(v -> v.id().equals(id)).findFirst();
    }

    Optional<Version> staged(String stage) {
        return versions.stream().filter(v -> v.stages().contains(stage)).findFirst();
    }

    /** The stages of all versions that have any, by version. */
    Map<String, List<String>> stages() {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        versions.stream().filter(v -> !v.stages().isEmpty()).forEach(v -> stages.put(v.id(), v.stages()));
        return stages;
    }

    StoredSecret withVersions(List<Version> others, Instant now) {
        Draft draft = new Draft(this);
        draft.versions = others;
        draft.changed = now;
        return draft.build();
    }

    StoredSecret describedAs(Optional<String> newDescription, Optional<String> newKey, Instant now) {
        Draft draft = new Draft(this);
        draft.description = newDescription;
        draft.kmsKeyId = newKey;
        draft.changed = now;
        return draft.build();
    }

    StoredSecret withPolicy(Optional<String> newPolicy) {
        Draft draft = new Draft(this);
        draft.policy = newPolicy;
        return draft.build();
    }

    StoredSecret withTags() {
        Draft draft = new Draft(this);
        draft.tagged = true;
        return draft.build();
    }

    StoredSecret deletedOn(Optional<Instant> when) {
        Draft draft = new Draft(this);
        draft.deletedOn = when;
        return draft.build();
    }

    /** Notes the day on which a version was read. */
    StoredSecret accessedOn(Instant day, String versionId) {
        Draft draft = new Draft(this);
        draft.versions = versions.stream()
                .map(v -> v.id().equals(versionId) ? v.accessedOn(day) : v)
                .toList();
        draft.accessed = Optional.of(day);
        return draft.build();
    }

    /** What of a secret can change, while it changes. */
    private static final class Draft {

        private final StoredSecret before;
        private Optional<String> description;
        private Optional<String> kmsKeyId;
        private Optional<String> policy;
        private List<Version> versions;
        private Instant changed;
        private Optional<Instant> accessed;
        private Optional<Instant> deletedOn;
        private boolean tagged;

        Draft(StoredSecret before) {
            this.before = before;
            description = before.description;
            kmsKeyId = before.kmsKeyId;
            policy = before.policy;
            versions = before.versions;
            changed = before.changed;
            accessed = before.accessed;
            deletedOn = before.deletedOn;
            tagged = before.tagged;
        }

        StoredSecret build() {
            return new StoredSecret(
                    before.account,
                    before.region,
                    before.name,
                    before.suffix,
                    description,
                    kmsKeyId,
                    policy,
                    versions,
                    before.created,
                    changed,
                    accessed,
                    deletedOn,
                    tagged);
        }
    }

    @Override
    public String toString() {
        return arn();
    }
}
