package dev.penstock.importing;

import dev.penstock.ebextensions.ConfigurationFile;
import dev.penstock.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects options of an environment for the settings, variables apart. Secrets are told and left out. */
final class EnvironmentOptions {

    private final Notes notes;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> options = new LinkedHashMap<>();

    EnvironmentOptions(Notes notes) {
        this.notes = notes;
    }

    /** An option, which takes the place of an earlier one of the same name. */
    void add(String namespace, String name, String value, SourceSpan span) {
        boolean variable = namespace.equals(ConfigurationFile.VARIABLES);
        if (SecretNames.matches(name) && (variable || name.equalsIgnoreCase("DBPassword"))) {
            notes.secret(
                    span,
                    "The value of '" + name + "' was not copied.",
                    "Keep it in Secrets Manager, and write {secret: ARN} for it under variables in penstock.yml.");
        } else if (variable) {
            variables.put(name, value);
        } else {
            options.computeIfAbsent(namespace, key -> new LinkedHashMap<>()).put(name, value);
        }
    }

    Map<String, String> variables() {
        return variables;
    }

    Map<String, Map<String, String>> options() {
        return options;
    }
}
