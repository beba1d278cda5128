package dev.penstock.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reference to a value that stands elsewhere, in the text of a definition: {@code {{resolve:service:key}}} ("Get values stored in
 * other services using dynamic references", AWS CloudFormation User Guide). To the services of AWS come two of ours, for what
 * nobody but the runner knows.
 *
 * @param service where the value is
 * @param key what it is called there
 * @param start offset of the first character in the text
 * @param end offset after the last character
 */
public record DynamicReference(Service service, String key, int start, int end) {

    /** What every reference begins with. */
    public static final String OPEN = "{{resolve:";

    private static final String CLOSE = "}}";
    private static final String SECRET_STRING = "SecretString";

    /** {@code arn:aws:secretsmanager:region:account:secret:name}. */
    private static final int PARTS_OF_AN_ARN = 7;

    /** Where a value is. */
    public enum Service {
        /** A secret of Secrets Manager: {@code secret-id[:SecretString[:json-key[:version-stage[:version-id]]]]}. */
        SECRETS_MANAGER("secretsmanager"),
        /** A parameter of the Parameter Store: {@code name[:version]}. */
        SSM("ssm"),
        /** The same for a parameter of the type SecureString. */
        SSM_SECURE("ssm-secure"),
        /** A parameter of the pipeline's template that has {@code NoEcho}: its name. Its value is nowhere but with the runner. */
        PARAMETER("parameter"),
        /** A variable of the runner's environment: its name. */
        ENVIRONMENT("environment");

        private final String word;

        Service(String word) {
            this.word = word;
        }

        /** Whether AWS looks the value up itself where a template has the reference. */
        public boolean isOfAws() {
            return switch (this) {
                case SECRETS_MANAGER, SSM, SSM_SECURE -> true;
                case PARAMETER, ENVIRONMENT -> false;
            };
        }
    }

    /** Whether references are looked up in the value of a key of an action's configuration: not where it has commands. */
    public static boolean isLookedUpIn(String key) {
        return !key.equals("BuildspecOverride");
    }

    /** Whether a text has a reference in it, and so is not yet what it stands for. */
    public static boolean isIn(String text) {
        return text.contains(OPEN) && !in(text).isEmpty();
    }

    /** The references in a text, in order. What names no service that is known stays text. */
    public static List<DynamicReference> in(String text) {
        List<DynamicReference> found = new ArrayList<>();
        int start = text.indexOf(OPEN);
        while (start >= 0) {
            int end = text.indexOf(CLOSE, start);
            if (end < 0) {
                break;
            }
            String inside = text.substring(start + OPEN.length(), end);
            int colon = inside.indexOf(':');
            if (colon > 0 && colon < inside.length() - 1) {
                Optional<Service> service = service(inside.substring(0, colon));
                if (service.isPresent()) {
                    found.add(new DynamicReference(
                            service.get(), inside.substring(colon + 1), start, end + CLOSE.length()));
                }
            }
            start = text.indexOf(OPEN, end);
        }
        return found;
    }

    private static Optional<Service> service(String word) {
        for (Service service : Service.values()) {
            if (service.word.equals(word)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** The text of a reference. */
    public static String written(Service service, String key) {
        return OPEN + service.word + ":" + key + CLOSE;
    }

    /** The text of this reference. */
    public String written() {
        return written(service, key);
    }

    /**
     * The reference to a secret of Secrets Manager.
     *
     * @param secret {@code secret-id[:json-key[:version-stage[:version-id]]]}, where the id may be an ARN
     */
    public static String ofSecret(String secret) {
        List<String> parts = List.of(secret.split(":", -1));
        int idParts = idParts(parts);
        List<String> rest = parts.subList(idParts, parts.size());
        String id = String.join(":", parts.subList(0, idParts));
        return written(
                Service.SECRETS_MANAGER,
                id + ":" + SECRET_STRING + (rest.isEmpty() ? "" : ":" + String.join(":", rest)));
    }

    /** The key of a secret, as {@link SecretResolver#secret} takes it. */
    public String secret() {
        List<String> parts = List.of(key.split(":", -1));
        int idParts = idParts(parts);
        List<String> kept = new ArrayList<>(parts.subList(0, idParts));
        List<String> rest = parts.subList(idParts, parts.size());
        kept.addAll(!rest.isEmpty() && rest.getFirst().equals(SECRET_STRING) ? rest.subList(1, rest.size()) : rest);
        return String.join(":", kept);
    }

    private static int idParts(List<String> parts) {
        return parts.getFirst().equals("arn") ? Math.min(PARTS_OF_AN_ARN, parts.size()) : 1;
    }
}
