package dev.penstock.action;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.secret.DynamicReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the configuration of a declared action. Used by one thread, for one reading. */
public final class ActionConfiguration implements ConfigurationReader {

    private static final String REFERENCE = "#{";

    private final ActionDeclaration declaration;
    private final boolean resolved;
    private final Set<String> hidden;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    private ActionConfiguration(ActionDeclaration declaration, boolean resolved, Set<String> hidden) {
        this.declaration = declaration;
        this.resolved = resolved;
        this.hidden = Set.copyOf(hidden);
    }

    /** Reads a configuration as it is declared, in which text may refer to variables. */
    public static ActionConfiguration declared(ActionDeclaration declaration) {
        return new ActionConfiguration(declaration, false, Set.of());
    }

    /** Reads a configuration in which every reference was resolved. */
    public static ActionConfiguration resolved(ActionDeclaration declaration) {
        return new ActionConfiguration(declaration, true, Set.of());
    }

    /** The same, but for keys with references to values that stand elsewhere: those are looked up before each step. */
    public static ActionConfiguration resolvedExcept(ActionDeclaration declaration, Set<String> hidden) {
        return new ActionConfiguration(declaration, true, hidden);
    }

    /** What is wrong, once a provider has read all that it wants; keys that it did not ask for included. */
    public List<ConfigurationProblem> problems() {
        List<ConfigurationProblem> all = new ArrayList<>(problems);
        for (String key : declaration.configuration().keySet()) {
            if (!asked.contains(key)) {
                all.add(new ConfigurationProblem(
                        key,
                        declaration.type() + " has no configuration key '" + key + "'.",
                        asked.isEmpty() ? "It takes no configuration." : "It takes " + String.join(", ", asked) + "."));
            }
        }
        return all;
    }

    @Override
    public ActionDeclaration declaration() {
        return declaration;
    }

    @Override
    public String required(String key) {
        Optional<String> value = optional(key);
        if (value.isEmpty()) {
            problem(
                    key,
                    declaration.type() + " needs the configuration key '" + key + "'.",
                    "Add '" + key + "' to the action's configuration.");
        }
        return value.orElse("");
    }

    @Override
    public Optional<String> optional(String key) {
        asked.add(key);
        String value = declaration.configuration().get(key);
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    @Override
    public boolean isKnown(String key) {
        return concrete(key) != null;
    }

    @Override
    public int integer(String key, int defaultValue, int minimum, int maximum) {
        String value = concrete(key);
        if (value == null) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(value.trim());
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers that are out of bounds.
        }
        problem(
                key,
                "'" + value + "' is not a whole number from " + minimum + " to " + maximum + ".",
                "Write a whole number from " + minimum + " to " + maximum + ".");
        return defaultValue;
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        String value = concrete(key);
        if (value != null && (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"))) {
            return Boolean.parseBoolean(value);
        }
        return choice(key, Boolean.toString(defaultValue), "true", "false").equals("true");
    }

    @Override
    public String choice(String key, String defaultValue, String... allowed) {
        String value = concrete(key);
        if (value == null) {
            return defaultValue;
        }
        for (String each : allowed) {
            if (each.equals(value)) {
                return value;
            }
        }
        String words = String.join(", ", allowed);
        problem(key, "'" + value + "' is not one of " + words + ".", "Write one of " + words + ".");
        return defaultValue;
    }

    @Override
    public void problem(String key, String message, String hint) {
        problems.add(new ConfigurationProblem(key, message, hint));
    }

    @Override
    public void settingProblem(String setting, String message, String hint) {
        problems.add(new ConfigurationProblem("", setting, message, hint));
    }

    /** The value, unless it is absent, still refers to a variable, or is looked up later. */
    private @Nullable String concrete(String key) {
        String value = optional(key).orElse(null);
        return value == null || hidden.contains(key) || (!resolved && refers(value)) ? null : value;
    }

    private static boolean refers(String value) {
        return value.contains(REFERENCE) || DynamicReference.isIn(value);
    }
}
