package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.service.SecretValues;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;

/**
 * The variables of a build: its own, and what CodeBuild gives (CodeBuild User Guide, "Environment variables in build
 * environments"). For commands that use AWS it has credentials of the account and the simulator's address, which builds on
 * the host reach.
 *
 * @param values all of them
 * @param secretNames those that must not be seen
 * @param problem why they cannot be had
 */
record BuildVariables(Map<String, String> values, Set<String> secretNames, Optional<BuildFiles.Problem> problem) {

    /** Within a transaction. */
    static BuildVariables of(Build build, SecretValues secrets, URI simulator) {
        String[] arn = build.arn().split(":", 6);
        Map<String, String> values = new HashMap<>();
        values.put("AWS_ENDPOINT_URL", simulator.toString());
        values.put("AWS_ACCESS_KEY_ID", arn[4]);
        values.put("AWS_SECRET_ACCESS_KEY", "simulated");
        Set<String> hidden = new HashSet<>();
        for (EnvironmentVariable variable : build.environment().environmentVariables()) {
            String type = variable.typeAsString() == null ? "PLAINTEXT" : variable.typeAsString();
            String value = variable.value() == null ? "" : variable.value();
            if (!type.equals("PLAINTEXT")) {
                Optional<String> secret = value(build, secrets, type, value).get();
                if (secret.isEmpty()) {
                    return new BuildVariables(Map.of(), Set.of(), Optional.of(missing(type, value)));
                }
                value = secret.get();
                hidden.add(variable.name());
            }
            values.put(variable.name(), value);
        }
        addCodeBuilds(values, build, arn);
        return new BuildVariables(values, hidden, Optional.empty());
    }

    /** Reads the value of a parameter or, by name or ARN, of a secret; within a transaction. */
    static Supplier<Optional<String>> value(Build build, SecretValues secrets, String type, String reference) {
        String[] arn = build.arn().split(":", 6);
        boolean plain = type.equals("SECRETS_MANAGER") && !reference.startsWith("arn:");
        String from = plain ? "arn:aws:secretsmanager:" + arn[3] + ":" + arn[4] + ":secret:" + reference : reference;
        return () -> secrets.value(arn[4], arn[3], from);
    }

    /** The values that must not be seen. */
    List<String> secretValues() {
        return secretNames.stream().map(name -> values.getOrDefault(name, "")).toList();
    }

    private static BuildFiles.Problem missing(String type, String value) {
        String what = type.equals("PARAMETER_STORE")
                ? "parameter does not exist: "
                : "Secrets Manager can't find the specified secret: ";
        return new BuildFiles.Problem("Decrypted Variables Error", what + value);
    }

    private static void addCodeBuilds(Map<String, String> values, Build build, String[] arn) {
        values.put("AWS_REGION", arn[3]);
        values.put("AWS_DEFAULT_REGION", arn[3]);
        values.put("CODEBUILD_BUILD_ARN", build.arn());
        values.put("CODEBUILD_BUILD_ID", build.id());
        values.put("CODEBUILD_BUILD_IMAGE", build.environment().image());
        values.put("CODEBUILD_BUILD_NUMBER", String.valueOf(build.buildNumber()));
        values.put("CODEBUILD_BUILD_SUCCEEDING", "1");
        values.put("CODEBUILD_INITIATOR", build.initiator());
        values.put("CODEBUILD_KMS_KEY_ID", build.encryptionKey());
        values.put("CODEBUILD_LOG_PATH", BuildFiles.uuid(build));
        values.put(
                "CODEBUILD_PROJECT_ARN",
                "arn:aws:codebuild:" + arn[3] + ":" + arn[4] + ":project/" + build.projectName());
        values.put("CODEBUILD_START_TIME", String.valueOf(build.startTime().toEpochMilli()));
        put(values, "CODEBUILD_SOURCE_VERSION", build.sourceVersion());
        put(values, "CODEBUILD_RESOLVED_SOURCE_VERSION", build.resolvedSourceVersion());
        put(values, "CODEBUILD_SOURCE_REPO_URL", build.source().location());
    }

    private static void put(Map<String, String> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
