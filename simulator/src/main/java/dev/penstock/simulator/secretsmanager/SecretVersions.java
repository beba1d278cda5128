package dev.penstock.simulator.secretsmanager;

import static dev.penstock.simulator.secretsmanager.StoredSecret.CURRENT;
import static dev.penstock.simulator.secretsmanager.StoredSecret.PENDING;
import static dev.penstock.simulator.secretsmanager.StoredSecret.PREVIOUS;

import dev.penstock.simulator.secretsmanager.StoredSecret.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/** How versions come and how staging labels move. Each label is on one version at most. */
final class SecretVersions {

    private static final int MOST = 100;
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int LARGEST = 65_536;
    private static final int MOST_STAGES = 20;

    private SecretVersions() {}

    /**
     * What a request brings as a value.
     *
     * @param binary in Base64
     */
    record Value(Optional<String> text, Optional<String> binary) {

        static Value of(@Nullable String text, @Nullable SdkBytes binary) {
            if (text != null && binary != null) {
                throw SecretErrors.parameter("You can't specify both a binary secret value and a string secret value"
                        + " in the same secret.");
            }
            int size = text != null ? text.length() : binary != null ? binary.asByteArrayUnsafe().length : 0;
            if (size > LARGEST) {
                throw SecretErrors.parameter("The secret value is longer than " + LARGEST + " bytes.");
            }
            return new Value(
                    Optional.ofNullable(text),
                    Optional.ofNullable(binary).map(b -> Base64.getEncoder().encodeToString(b.asByteArrayUnsafe())));
        }

        boolean isThere() {
            return text.isPresent() || binary.isPresent();
        }

        @Override
        public String toString() {
            return "a value";
        }
    }

    /** Checks the token that becomes a version's id. */
    static String token(@Nullable String token) {
        if (token == null) {
            throw SecretErrors.request("You must provide a ClientRequestToken value. We recommend a UUID-type value.");
        }
        if (token.length() < 32 || token.length() > 64) {
            throw SecretErrors.parameter("ClientRequestToken must be 32-64 characters long.");
        }
        return token;
    }

    /**
     * The secret with a version more, whose labels were taken from the others. The same token with the same value
     * changes nothing.
     *
     * @throws dev.penstock.simulator.wire.ServiceError {@code ResourceExistsException} for another value under a known
     *     token
     */
    static StoredSecret add(StoredSecret secret, String token, Value value, List<String> given, Instant now) {
        Optional<Version> known = secret.version(token);
        if (known.isPresent()) {
            if (!known.get().holds(value.text(), value.binary())) {
                throw SecretErrors.tokenInUse(token, secret.arn());
            }
            return secret;
        }
        List<String> stages = new ArrayList<>(given.isEmpty() ? List.of(CURRENT) : given);
        if (stages.size() > MOST_STAGES) {
            throw SecretErrors.parameter("You can't attach more than " + MOST_STAGES + " staging labels to a version.");
        }
        if (secret.versions().isEmpty() && !stages.contains(CURRENT)) {
            stages.add(CURRENT);
        }
        List<Version> others = new ArrayList<>(secret.versions());
        if (stages.contains(CURRENT)) {
            // Recorded: the version that a new current one replaces loses its pending label as well.
            demote(others);
            secret.staged(CURRENT).ifPresent(old -> take(others, PENDING, old.id()));
        }
        stages.forEach(stage -> others.replaceAll(v -> without(v, stage)));
        others.add(new Version(token, value.text(), value.binary(), now, Optional.empty(), stages));
        makeRoom(others, now);
        return secret.withVersions(others, now);
    }

    /** Source: Secrets Manager User Guide, "Quotas": versions of the last day are kept, however many they are. */
    private static void makeRoom(List<Version> versions, Instant now) {
        Instant young = now.minus(KEPT);
        List<Version> expendable = versions.stream()
                .filter(v -> v.stages().isEmpty() && v.created().isBefore(young))
                .limit(Math.max(0, versions.size() - MOST))
                .toList();
        versions.removeAll(expendable);
    }

    /** The secret with a label moved, or taken off. */
    static StoredSecret move(
            StoredSecret secret, String stage, Optional<String> to, Optional<String> from, Instant now) {
        Optional<Version> holder = secret.staged(stage);
        if (from.isPresent() && holder.filter(v -> v.id().equals(from.get())).isEmpty()) {
            throw SecretErrors.parameter("The parameter RemoveFromVersionId can't be " + from.get()
                    + ". Staging label " + stage + " is "
                    + holder.map(v -> "currently attached to version " + v.id()).orElse("not attached to any version")
                    + ".");
        }
        if (holder.isPresent() && from.isEmpty() && !holder.map(Version::id).equals(to)) {
            throw SecretErrors.parameter("The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                    + " is currently attached to version " + holder.get().id()
                    + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        if (to.isEmpty() && stage.equals(CURRENT)) {
            throw SecretErrors.parameter(
                    "You can only move staging label AWSCURRENT to a different secret version. It can’t be completely"
                            + " removed.");
        }
        if (to.isPresent() && secret.version(to.get()).isEmpty()) {
            throw SecretErrors.noSuchValue("VersionId: " + to.get());
        }
        List<Version> others = new ArrayList<>(secret.versions());
        if (stage.equals(CURRENT) && !holder.map(Version::id).equals(to)) {
            demote(others);
        }
        others.replaceAll(v -> without(v, stage));
        to.ifPresent(id -> others.replaceAll(v -> v.id().equals(id) ? with(v, stage) : v));
        return secret.withVersions(others, now);
    }

    /** The current version becomes the previous one. */
    private static void demote(List<Version> versions) {
        if (versions.stream().anyMatch(v -> v.stages().contains(CURRENT))) {
            versions.replaceAll(v -> without(v, PREVIOUS));
            versions.replaceAll(v -> v.stages().contains(CURRENT) ? with(without(v, CURRENT), PREVIOUS) : v);
        }
    }

    private static void take(List<Version> versions, String stage, String id) {
        versions.replaceAll(v -> v.id().equals(id) ? without(v, stage) : v);
    }

    private static Version with(Version version, String stage) {
        List<String> stages = new ArrayList<>(version.stages());
        stages.add(stage);
        return version.withStages(stages);
    }

    private static Version without(Version version, String stage) {
        return version.stages().contains(stage)
                ? version.withStages(
                        version.stages().stream().filter(s -> !s.equals(stage)).toList())
                : version;
    }
}
