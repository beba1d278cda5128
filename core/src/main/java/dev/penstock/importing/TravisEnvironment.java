package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code env}: variables for all jobs, for one job each, and encrypted ones (Travis CI's documentation, "Environment Variables"). */
final class TravisEnvironment {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=((?:\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|\\\\.|[^\\s\"'\\\\])*)");
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\{[A-Za-z_][A-Za-z0-9_]*}|[A-Za-z_][A-Za-z0-9_]*)");

    private final Notes notes;

    /** As the shell would take them: with quotes and references. */
    private final Map<String, String> raw = new LinkedHashMap<>();

    TravisEnvironment(Notes notes) {
        this.notes = notes;
    }

    /** Reads {@code env}. */
    void read(SourceNode env) {
        if (env instanceof Mapping mapping && sections(mapping)) {
            Nodes.present(mapping, "global").ifPresent(this::all);
            Nodes.present(mapping, "matrix").ifPresent(this::oneOf);
            Nodes.present(mapping, "jobs").ifPresent(this::oneOf);
        } else {
            oneOf(env);
        }
    }

    private static boolean sections(Mapping mapping) {
        return mapping.has("global") || mapping.has("matrix") || mapping.has("jobs");
    }

    /** Each item is a job of its own, except for encrypted ones, which are for all. */
    private void oneOf(SourceNode node) {
        boolean taken = false;
        for (SourceNode item : Nodes.items(node)) {
            boolean secure = item instanceof Mapping mapping && mapping.has("secure");
            if (taken && !secure) {
                notes.loss(
                        item.span(),
                        "With these variables, Travis runs the build once more; what is written builds once, with the first ones.",
                        "Add a build action for each that you need, with its variables in EnvironmentVariables.");
            } else {
                variables(item);
                taken = taken || !secure;
            }
        }
    }

    private void all(SourceNode node) {
        Nodes.items(node).forEach(this::variables);
    }

    private void variables(SourceNode item) {
        switch (item) {
            case Scalar scalar -> assignments(scalar);
            case Mapping mapping -> mapping.entries().forEach(this::variable);
            case Sequence list -> list.items().forEach(this::variables);
        }
    }

    private void variable(Entry entry) {
        if (entry.name().equals("secure")) {
            encrypted(entry.key().span(), "Variables are");
        } else if (entry.value() instanceof Scalar scalar) {
            put(entry.name(), quoted(scalar.text()), scalar.span());
        } else {
            encrypted(entry.key().span(), "'" + entry.name() + "' is");
        }
    }

    private void encrypted(SourceSpan span, String what) {
        notes.secret(
                span,
                what + " encrypted here by a key that Travis alone has.",
                "Keep the value in Secrets Manager or Parameter Store, and name it under env in the buildspec.");
    }

    private void assignments(Scalar scalar) {
        Matcher matcher = ASSIGNMENT.matcher(scalar.text());
        boolean any = false;
        while (matcher.find()) {
            any = true;
            put(matcher.group(1), matcher.group(2), scalar.span());
        }
        if (!any) {
            notes.loss(scalar.span(), "This is no variable, so it is not carried over.", "Write NAME=value.");
        }
    }

    private void put(String name, String value, SourceSpan span) {
        if (SecretNames.matches(name) && !value.contains("$") && plain(value).length() > 1) {
            notes.secret(
                    span,
                    "'" + name + "' stands here in plain text, and was not copied.",
                    "Keep the value in Secrets Manager or Parameter Store, and name it under env in the buildspec.");
        } else {
            raw.put(name, value);
        }
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:@%+,-]*")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A value without the shell's quotes. */
    private static String plain(String value) {
        StringBuilder out = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < value.length()) {
                out.append(value.charAt(++i));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isExpanded(String value) {
        return value.replaceAll("'[^']*'", "").matches("(?s).*[$`].*");
    }

    /** Variables whose values stand in the file. */
    Map<String, String> constants() {
        Map<String, String> constants = new LinkedHashMap<>();
        raw.forEach((name, value) -> {
            if (!isExpanded(value)) {
                constants.put(name, plain(value));
            }
        });
        return constants;
    }

    /** Variables whose values the shell finds out, as commands that set them. */
    List<String> exports() {
        List<String> exports = new ArrayList<>();
        raw.forEach((name, value) -> {
            if (isExpanded(value)) {
                exports.add("export " + name + "=" + value);
            }
        });
        return exports;
    }

    boolean has(String name) {
        return raw.containsKey(name);
    }

    /** A value of the file with variables put in that have a value in the file; others stay as they are written. */
    Scalar resolved(Scalar scalar) {
        return new Scalar(scalar.span(), scalar.type(), resolved(scalar.text()));
    }

    /** A text with variables put in that have a value in the file; others stay as they are written. */
    String resolved(String written) {
        Map<String, String> constants = constants();
        Matcher matcher = REFERENCE.matcher(written);
        return matcher.replaceAll(found -> {
            String name = found.group().replaceAll("[${}]", "");
            return Matcher.quoteReplacement(constants.getOrDefault(name, found.group()));
        });
    }
}
