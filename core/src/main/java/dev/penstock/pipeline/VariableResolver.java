package dev.penstock.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts values in the place of references, as CodePipeline does right before an action starts: raw text, once, without
 * looking for references in what was put in (user guide, "Variables").
 */
public final class VariableResolver {

    /** All of an action's configuration together, resolved (user guide, "Quotas in CodePipeline"). */
    private static final int LARGEST_CONFIGURATION_BYTES = 100 * 1024;

    private VariableResolver() {}

    /** What came of an action's references. */
    public sealed interface Resolution {

        /** The action without references. */
        record Resolved(ActionDeclaration action) implements Resolution {}

        /** Why it cannot be started: a full sentence that names the action, each reference and what there is. */
        record Unresolved(String message) implements Resolution {}
    }

    /** Whether any text of an action refers to a variable: most do not, and need no copy. */
    public static boolean mentionsVariables(ActionDeclaration action) {
        for (String value : action.configuration().values()) {
            if (mentions(value)) {
                return true;
            }
        }
        for (String command : action.commands()) {
            if (mentions(command)) {
                return true;
            }
        }
        for (EnvironmentVariable variable : action.environmentVariables()) {
            if (mentions(variable.value())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Resolves the references in an action's configuration, commands and environment variables.
     *
     * @param namespaces values by key, by namespace
     */
    public static Resolution resolve(ActionDeclaration action, Map<String, Map<String, String>> namespaces) {
        var resolving = new Resolving(namespaces);
        Map<String, String> configuration = new LinkedHashMap<>();
        action.configuration().forEach((key, value) -> configuration.put(key, resolving.text(value)));
        List<String> commands = action.commands().stream().map(resolving::text).toList();
        List<EnvironmentVariable> environment = action.environmentVariables().stream()
                .map(each -> new EnvironmentVariable(each.name(), resolving.text(each.value()), each.type()))
                .toList();
        if (!resolving.missing.isEmpty()) {
            return new Resolution.Unresolved("One or more variables of action " + action.name()
                    + " could not be resolved: " + String.join("; ", resolving.missing) + ".");
        }
        long bytes = configuration.values().stream()
                .mapToLong(value -> value.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > LARGEST_CONFIGURATION_BYTES) {
            return new Resolution.Unresolved("The configuration of action " + action.name() + " has " + bytes
                    + " bytes once its variables are resolved; " + LARGEST_CONFIGURATION_BYTES + " are allowed.");
        }
        return new Resolution.Resolved(action.withText(configuration, commands, environment));
    }

    private static boolean mentions(String text) {
        return text.contains("#{") && !VariableReferences.in(text).isEmpty();
    }

    private static final class Resolving {

        private final Map<String, Map<String, String>> namespaces;
        private final Set<String> missing = new LinkedHashSet<>();

        Resolving(Map<String, Map<String, String>> namespaces) {
            this.namespaces = namespaces;
        }

        String text(String text) {
            if (!mentions(text)) {
                return text;
            }
            var result = new StringBuilder();
            int from = 0;
            for (VariableReferences.Reference reference : VariableReferences.in(text)) {
                result.append(text, from, reference.start()).append(value(reference));
                from = reference.end();
            }
            return result.append(text, from, text.length()).toString();
        }

        private String value(VariableReferences.Reference reference) {
            Map<String, String> namespace = namespaces.get(reference.namespace());
            if (namespace == null) {
                missing.add(reference.written() + ": there is no namespace '" + reference.namespace() + "' yet, there "
                        + listed(namespaces.keySet()));
                return "";
            }
            String value = namespace.get(reference.key());
            if (value == null) {
                missing.add(reference.written() + ": '" + reference.namespace() + "' has no '" + reference.key()
                        + "', there " + listed(namespace.keySet()));
                return "";
            }
            return value;
        }

        private static String listed(Set<String> names) {
            List<String> sorted = new ArrayList<>(new TreeSet<>(names));
            return switch (sorted.size()) {
                case 0 -> "is none";
                case 1 -> "is '" + sorted.getFirst() + "'";
                default -> "are '" + String.join("', '", sorted) + "'";
            };
        }
    }
}
