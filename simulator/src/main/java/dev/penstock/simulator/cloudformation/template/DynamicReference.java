package dev.penstock.simulator.cloudformation.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A {@code {{resolve:service:…}}} in a value. Source: User Guide, "Get values stored in other services using dynamic
 * references".
 */
public sealed interface DynamicReference {

    /**
     * A parameter of Systems Manager in plain text.
     *
     * @param version empty for the newest
     */
    record Ssm(String name, Optional<Long> version) implements DynamicReference {}

    /**
     * A secure parameter of Systems Manager.
     *
     * @param version empty for the newest
     */
    record SsmSecure(String name, Optional<Long> version) implements DynamicReference {}

    /**
     * A secret of Secrets Manager.
     *
     * @param secretId a name or an ARN
     * @param jsonKey the member of the secret's JSON; empty for the secret as a whole
     * @param versionStage empty for AWSCURRENT, unless a version is given
     */
    record Secret(String secretId, Optional<String> jsonKey, Optional<String> versionStage, Optional<String> versionId)
            implements DynamicReference {}

    Pattern PATTERN = Pattern.compile("\\{\\{resolve:([a-z-]+):([^{}]+)}}");

    /**
     * Reads one, without its braces' surroundings.
     *
     * @param service {@code ssm}, {@code ssm-secure} or {@code secretsmanager}; others are left as they are
     */
    static Optional<DynamicReference> of(String service, String rest) {
        return switch (service) {
            case "ssm" -> Optional.of(new Ssm(name(rest), version(rest)));
            case "ssm-secure" -> Optional.of(new SsmSecure(name(rest), version(rest)));
            case "secretsmanager" -> Optional.of(secret(rest));
            default -> Optional.empty();
        };
    }

    private static String name(String rest) {
        int colon = rest.lastIndexOf(':');
        return colon > 0 && isVersion(rest.substring(colon + 1)) ? rest.substring(0, colon) : rest;
    }

    private static Optional<Long> version(String rest) {
        int colon = rest.lastIndexOf(':');
        return colon > 0 && isVersion(rest.substring(colon + 1))
                ? Optional.of(Long.parseLong(rest.substring(colon + 1)))
                : Optional.empty();
    }

    private static boolean isVersion(String text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Secret secret(String rest) {
        // An ARN has six colons of its own: arn:aws:secretsmanager:region:account:secret:name
        int parts = rest.startsWith("arn:") ? 7 : 1;
        String[] fields = rest.split(":", -1);
        int taken = Math.min(parts, fields.length);
        String id = String.join(":", List.of(fields).subList(0, taken));
        List<String> options = List.of(fields).subList(taken, fields.length);
        // secret-id:SecretString:json-key:version-stage:version-id
        return new Secret(id, option(options, 1), option(options, 2), option(options, 3));
    }

    private static Optional<String> option(List<String> options, int index) {
        return index < options.size()
                ? Optional.of(options.get(index)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
