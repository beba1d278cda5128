package dev.penstock.simulator.iam;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The managed policies that AWS itself offers. All can be attached; those that deployments use have the documents that
 * AWS publishes, the others grant nothing here.
 */
final class AwsManagedPolicies {

    private static volatile @Nullable Map<String, ManagedPolicy> known;

    private AwsManagedPolicies() {}

    static Optional<ManagedPolicy> find(String arn) {
        return arn.startsWith("arn:aws:iam::aws:policy/") ? Optional.ofNullable(all().get(arn)) : Optional.empty();
    }

    static Collection<ManagedPolicy> list() {
        return all().values();
    }

    /** Read when it is first needed: it is much text, and most runs attach nothing. */
    private static Map<String, ManagedPolicy> all() {
        Map<String, ManagedPolicy> policies = known;
        if (policies == null) {
            policies = read();
            known = policies;
        }
        return policies;
    }

    private static Map<String, ManagedPolicy> read() {
        InputStream resource = Objects.requireNonNull(
                AwsManagedPolicies.class.getResourceAsStream("aws-managed-policies.tsv"), "aws-managed-policies.tsv");
        Map<String, ManagedPolicy> policies = new TreeMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            in.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] parts = line.split("\t", 6);
                Instant created = Instant.parse(parts[3]);
                ManagedPolicy policy = new ManagedPolicy(
                        "aws",
                        parts[0],
                        parts[1],
                        id(parts[0]),
                        "",
                        created,
                        Instant.parse(parts[4]),
                        List.of(new ManagedPolicy.Version(parts[2], parts.length > 5 ? parts[5] : "", created)),
                        parts[2],
                        1,
                        List.of());
                policies.put(policy.arn(), policy);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return policies;
    }

    /** AWS's own ids are not published as a list, so these are made from the name, the same in each run. */
    private static String id(String name) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        StringBuilder id = new StringBuilder("ANPA");
        long mixed = name.hashCode() * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < 17; i++) {
            mixed = mixed * 6364136223846793005L + 1442695040888963407L;
            id.append(letters.charAt((int) (mixed >>> 59)));
        }
        return id.toString();
    }
}
