package dev.penstock.engine;

import dev.penstock.action.AwsScope;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.EnvironmentVariable;
import dev.penstock.secret.DynamicReference;
import dev.penstock.secret.Masker;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.secret.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic references in the text of one action: in its configuration and in the values of its environment variables. What
 * a shell is told to do is an argument, which every process of a machine can read, so commands have none. Only those that the definition itself has count: what a variable brings, such
 * as the message of a commit, was written by others, and must not be able to ask for a secret. So marks take the places of the
 * references before variables are resolved, and the values those of the marks afterwards.
 */
final class HiddenTexts {

    /** Characters for private use (Unicode, category Co). A variable that brings one is refused. */
    private static final char BEGIN = '\uE0B1';

    private static final char END = '\uE0B2';

    /** What CloudFormation takes for parameters may hold references to what AWS keeps; it looks them up itself. */
    private static final Set<String> PARAMETERS = Set.of("ParameterOverrides", "Parameters");

    private final ActionDeclaration declared;
    private final List<DynamicReference> references = new ArrayList<>();

    private HiddenTexts(ActionDeclaration declared) {
        this.declared = declared;
    }

    /** The references of an action, if it has any that are looked up here. */
    static HiddenTexts of(ActionDeclaration declared) {
        return new HiddenTexts(declared);
    }

    /** Whether any text of an action has a reference: most have none. */
    static boolean areIn(ActionDeclaration action) {
        // Asked for every step: loops, not streams.
        for (Map.Entry<String, String> text : action.configuration().entrySet()) {
            if (DynamicReference.isIn(text.getValue()) && DynamicReference.isLookedUpIn(text.getKey())) {
                return true;
            }
        }
        for (EnvironmentVariable variable : action.environmentVariables()) {
            if (DynamicReference.isIn(variable.value())) {
                return true;
            }
        }
        return false;
    }

    /** The keys of the configuration whose values are not known before a step. */
    static Set<String> keys(ActionDeclaration action) {
        if (!areIn(action)) {
            return Set.of();
        }
        Set<String> keys = new HashSet<>();
        action.configuration().forEach((key, value) -> {
            if (DynamicReference.isLookedUpIn(key) && DynamicReference.isIn(value)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** The action with marks in the places of its references, except in keys that nothing here needs. */
    ActionDeclaration marked(Providers.Bound<?, ?> provider) {
        return withTexts(declared, (key, text) -> key == null || isNeeded(key, provider) ? mark(key, text) : text);
    }

    private boolean isNeeded(String key, Providers.Bound<?, ?> provider) {
        return DynamicReference.isLookedUpIn(key) && provider.provider().needs(declared, key);
    }

    private String mark(@Nullable String key, String text) {
        boolean passedOn = key != null
                && PARAMETERS.contains(key)
                && declared.type().provider().startsWith("CloudFormation");
        StringBuilder marked = new StringBuilder();
        int from = 0;
        for (DynamicReference reference : DynamicReference.in(text)) {
            if (!(passedOn && reference.service().isOfAws())) {
                marked.append(text, from, reference.start())
                        .append(BEGIN)
                        .append(references.size())
                        .append(END);
                references.add(reference);
                from = reference.end();
            }
        }
        return marked.append(text, from, text.length()).toString();
    }

    /**
     * The action with values in the places of its marks; each value is told to the masker first.
     *
     * @param resolved the marked action, its variables resolved
     * @throws ActionInputs.Unresolved if a value is not known here
     */
    ActionDeclaration revealed(
            ActionDeclaration resolved, String pipeline, AwsScope scope, ReferenceValues values, Masker masker)
            throws ActionInputs.Unresolved {
        List<Secret> secrets = new ArrayList<>();
        for (DynamicReference reference : references) {
            Optional<Secret> secret = values.value(scope, pipeline, reference);
            if (secret.isEmpty()) {
                throw new ActionInputs.Unresolved("PEN-ENGINE-007", unknown(reference));
            }
            masker.register(secret.get());
            secrets.add(secret.get());
        }
        long[] marks = {0};
        withTexts(resolved, (key, text) -> {
            marks[0] += text.chars().filter(each -> each == BEGIN).count();
            return text;
        });
        if (marks[0] != references.size()) {
            throw new ActionInputs.Unresolved(
                    "PEN-ENGINE-007",
                    "A variable in the text of action " + declared.name()
                            + " has brought characters for private use (U+E0B1) beside references to secrets.");
        }
        return withTexts(resolved, (key, text) -> filled(text, secrets));
    }

    private String unknown(DynamicReference reference) {
        return switch (reference.service()) {
            case PARAMETER ->
                "Action " + declared.name() + " needs the value of the template's parameter '" + reference.key()
                        + "', which is not kept because of its NoEcho, and this runner was not given it. Set the variable "
                        + ReferenceValues.VARIABLE + reference.key()
                        + " in the runner's environment, and retry the stage.";
            case ENVIRONMENT ->
                "Action " + declared.name() + " needs the variable " + reference.key()
                        + " of the runner's environment, which is not set here. Set it, and retry the stage.";
            case SECRETS_MANAGER, SSM, SSM_SECURE ->
                "Action " + declared.name() + " needs what " + reference.written()
                        + " stands for, and this runner asks nobody for that.";
        };
    }

    private static String filled(String text, List<Secret> secrets) {
        if (text.indexOf(BEGIN) < 0) {
            return text;
        }
        boolean json = isJson(text);
        boolean inString = false;
        StringBuilder filled = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            int end = character == BEGIN ? text.indexOf(END, at) : -1;
            if (end > 0) {
                String value = secrets.get(Integer.parseInt(text.substring(at + 1, end)))
                        .reveal();
                filled.append(json && inString ? escaped(value) : value);
                at = end;
            } else if (character == '\\' && inString && at + 1 < text.length()) {
                filled.append(character).append(text.charAt(++at));
            } else {
                inString ^= character == '"';
                filled.append(character);
            }
        }
        return filled.toString();
    }

    /** Whether a text is an object or a list, in which a value must not end the text that it stands in. */
    private static boolean isJson(String text) {
        String stripped = text.strip();
        return (stripped.startsWith("{") && stripped.endsWith("}"))
                || (stripped.startsWith("[") && stripped.endsWith("]"));
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == '"' || character == '\\') {
                escaped.append('\\').append(character);
            } else if (character < ' ') {
                escaped.append(String.format("\\u%04x", (int) character));
            } else {
                escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** Does something to a text, of the configuration's key if it is of the configuration. */
    @FunctionalInterface
    private interface Change {
        String of(@Nullable String key, String text);
    }

    private static ActionDeclaration withTexts(ActionDeclaration action, Change change) {
        Map<String, String> configuration = new LinkedHashMap<>();
        action.configuration().forEach((key, value) -> configuration.put(key, change.of(key, value)));
        return action.withText(
                configuration,
                action.commands(),
                action.environmentVariables().stream()
                        .map(each -> new EnvironmentVariable(each.name(), change.of(null, each.value()), each.type()))
                        .toList());
    }
}
