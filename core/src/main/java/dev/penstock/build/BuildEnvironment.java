package dev.penstock.build;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables of a build, some of which are secret. Its text form shows names only.
 */
public final class BuildEnvironment {

    private static final Set<String> NO_CREDENTIALS = Set.of("AWS_REGION", "AWS_DEFAULT_REGION");

    /** Begins the names that CodeBuild keeps for itself. */
    public static final String RESERVED_PREFIX = "CODEBUILD_";

    private final Map<String, String> values;
    private final Set<String> secretNames;

    private BuildEnvironment(Map<String, String> values, Set<String> secretNames) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.secretNames = Set.copyOf(secretNames);
    }

    /** Collects variables; a later value takes the place of an earlier one of the same name. */
    public static Builder builder() {
        return new Builder();
    }

    /** All values by name, secrets included. */
    public Map<String, String> values() {
        return values;
    }

    /** Whether the value of a variable must not be seen. */
    public boolean isSecret(String name) {
        return secretNames.contains(name);
    }

    /** Whether a shell can use a variable of this name: a letter or underscore, then letters, digits and underscores. */
    public static boolean isIdentifier(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        return name.chars().allMatch(c -> c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    }

    /** Whether a variable of this name may be put out: not if a credential of AWS may be in it. */
    static boolean mayBePutOut(String name) {
        return !name.startsWith("AWS_") || NO_CREDENTIALS.contains(name);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return "BuildEnvironment" + values.keySet();
    }

    /** Collects the variables of an environment. */
    public static final class Builder {

        private final Map<String, String> values = new LinkedHashMap<>();
        private final Set<String> secretNames = new HashSet<>();

        private Builder() {}

        /** Sets a variable that may be seen. */
        public Builder plain(String name, String value) {
            values.put(name, value);
            secretNames.remove(name);
            return this;
        }

        /** Sets variables that may be seen. */
        public Builder plain(Map<String, String> variables) {
            variables.forEach(this::plain);
            return this;
        }

        /** Sets a variable that must not be seen. */
        public Builder secret(String name, String value) {
            values.put(name, value);
            secretNames.add(name);
            return this;
        }

        /** The environment so far. */
        public BuildEnvironment build() {
            return new BuildEnvironment(values, secretNames);
        }
    }
}
