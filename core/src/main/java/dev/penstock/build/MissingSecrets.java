package dev.penstock.build;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a build names and nobody has created, found all at once, so that it is created all at once. Never holds a value. */
final class MissingSecrets {

    /** {@code arn:aws:secretsmanager:region:account:secret:name}. */
    private static final int PARTS_OF_AN_ARN = 7;

    private final List<String> parameters = new ArrayList<>();

    /** Keys by secret; a secret that is not used by its keys has none. */
    private final Map<String, List<String>> absent = new LinkedHashMap<>();

    private final Map<String, List<String>> incomplete = new LinkedHashMap<>();

    /** The value of a parameter; remembers it when there is none. */
    Optional<Secret> parameter(String name, Supplier<Secret> value) {
        try {
            return Optional.of(value.get());
        } catch (RemoteCallException e) {
            notFound(e);
            parameters.add(name);
            return Optional.empty();
        }
    }

    /** The value of a secret, or of one of its keys; remembers it when there is none. */
    Optional<Secret> secret(String reference, Supplier<Secret> value) {
        try {
            return Optional.of(value.get());
        } catch (RemoteCallException e) {
            notFound(e);
            List<String> parts = List.of(reference.split(":", -1));
            int id = reference.startsWith("arn:") ? Math.min(PARTS_OF_AN_ARN, parts.size()) : 1;
            // Without an error of the service, the secret was read, and it is the key that is not there.
            Map<String, List<String>> found = e.code().isEmpty() ? incomplete : absent;
            List<String> keys =
                    found.computeIfAbsent(String.join(":", parts.subList(0, id)), name -> new ArrayList<>());
            if (parts.size() > id && !parts.get(id).isEmpty()) {
                keys.add(parts.get(id));
            }
            return Optional.empty();
        }
    }

    private static void notFound(RemoteCallException e) {
        if (e.kind() != Kind.NOT_FOUND) {
            throw e;
        }
    }

    /** Ends the build when something is missing. */
    void check() throws BuildException {
        List<String> sentences = new ArrayList<>();
        absent.forEach((name, keys) -> sentences.add("The build needs the secret '" + name + "'" + with(keys)
                + ", and there is none in Secrets Manager. " + remedy(name, keys)));
        incomplete.forEach((name, keys) -> sentences.add("The secret '" + name + "' has no "
                + keys(keys) + ". Put it in: aws secretsmanager put-secret-value --secret-id " + name
                + " --secret-string file://secret.json" + form(keys)));
        parameters.forEach(name -> sentences.add("The build needs the parameter '" + name
                + "', and there is none in Parameter Store. Create it: aws ssm put-parameter --type SecureString --name "
                + name + " --value file://value.txt."));
        if (!sentences.isEmpty()) {
            throw new BuildException("PEN-BUILD-008", String.join(" ", sentences));
        }
    }

    /** A secret that is made anew gets an ARN that nobody knows before. */
    private static String remedy(String name, List<String> keys) {
        return name.startsWith("arn:")
                ? "Look which there are, and name one of them: aws secretsmanager list-secrets."
                : "Create it: aws secretsmanager create-secret --name " + name + " --secret-string file://secret.json"
                        + form(keys);
    }

    private static String with(List<String> keys) {
        return keys.isEmpty() ? "" : " with the " + keys(keys);
    }

    private static String keys(List<String> keys) {
        return (keys.size() == 1 ? "key " : "keys ") + String.join(", ", keys);
    }

    private static String form(List<String> keys) {
        return keys.isEmpty()
                ? "."
                : ", with "
                        + keys.stream().map(key -> "\"" + key + "\": \"…\"").collect(Collectors.joining(", ", "{", "}"))
                        + " in that file.";
    }
}
