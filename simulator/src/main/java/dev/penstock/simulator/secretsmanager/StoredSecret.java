package dev.penstock.simulator.secretsmanager;

import java.time.Instant;
import java.util.ArrayList;
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
        return new StoredSecret(
                account,
                region,
                name,
                suffix,
                description,
                kmsKeyId,
                policy,
                others,
                created,
                now,
                accessed,
                deletedOn,
                tagged);
    }

    StoredSecret describedAs(Optional<String> newDescription, Optional<String> newKey, Instant now) {
        return new StoredSecret(
                account,
                region,
                name,
                suffix,
                newDescription,
                newKey,
                policy,
                versions,
                created,
                now,
                accessed,
                deletedOn,
                tagged);
    }

    StoredSecret withPolicy(Optional<String> newPolicy) {
        return new StoredSecret(
                account,
                region,
                name,
                suffix,
                description,
                kmsKeyId,
                newPolicy,
                versions,
                created,
                changed,
                accessed,
                deletedOn,
                tagged);
    }

    StoredSecret withTags() {
        return new StoredSecret(
                account,
                region,
                name,
                suffix,
                description,
                kmsKeyId,
                policy,
                versions,
                created,
                changed,
                accessed,
                deletedOn,
                true);
    }

    StoredSecret deletedOn(Optional<Instant> when) {
        return new StoredSecret(
                account,
                region,
                name,
                suffix,
                description,
                kmsKeyId,
                policy,
                versions,
                created,
                changed,
                accessed,
                when,
                tagged);
    }

    /** Notes the day on which a version was read. */
    StoredSecret accessedOn(Instant day, String versionId) {
        List<Version> others = new ArrayList<>();
        versions.forEach(v -> others.add(v.id().equals(versionId) ? v.accessedOn(day) : v));
        return new StoredSecret(
                account,
                region,
                name,
                suffix,
                description,
                kmsKeyId,
                policy,
                others,
                created,
                changed,
                Optional.of(day),
                deletedOn,
                tagged);
    }

    @Override
    public String toString() {
        return arn();
    }
}
