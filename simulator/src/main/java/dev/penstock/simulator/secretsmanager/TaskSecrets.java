package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.SecretValues;
import dev.penstock.simulator.ssm.ParameterStore;
import dev.penstock.simulator.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves the {@code valueFrom} of a task definition's secrets from Parameter Store and Secrets Manager. Source: ECS
 * Developer Guide, "Pass sensitive data to an Amazon ECS container".
 */
public final class TaskSecrets implements SecretValues {

    private static final int ARN_PARTS = 7;

    private final ParameterStore parameters;
    private final SecretsManager secrets;

    public TaskSecrets(ParameterStore parameters, SecretsManager secrets) {
        this.parameters = parameters;
        this.secrets = secrets;
    }

    @Override
    public Optional<String> value(String account, String region, String valueFrom) {
        if (!valueFrom.startsWith("arn:aws:secretsmanager:")) {
            return parameters.value(account, region, valueFrom);
        }
        String[] parts = valueFrom.split(":", -1);
        if (parts.length < ARN_PARTS) {
            return Optional.empty();
        }
        String arn = String.join(":", Arrays.asList(parts).subList(0, ARN_PARTS));
        Optional<String> text = secrets.text(account, region, arn, part(parts, 8), part(parts, 9));
        String key = part(parts, 7);
        return key.isEmpty() ? text : text.flatMap(json -> member(json, key));
    }

    private static String part(String[] parts, int place) {
        return parts.length > place ? parts[place] : "";
    }

    private static Optional<String> member(String json, String key) {
        try {
            return Json.tree(json.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    ? Optional.ofNullable(map.get(key)).map(String::valueOf)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
