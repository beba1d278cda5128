package dev.penstock.compose;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What holds for each part of merged files by itself, whether it is active or not: names are names, and what is written has a
 * value (Compose specification, its JSON schema).
 */
final class SchemaRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    /** Attributes of services for which null says something: what the image has, or nothing at all. */
    private static final Set<String> MAY_BE_NULL = Set.of("command", "entrypoint", "deploy", "develop");

    private final Mapping document;
    private final Problems problems;

    SchemaRules(Mapping document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    void check() {
        for (String section : List.of("services", "networks", "volumes", "secrets", "configs")) {
            for (Entry entry : Nodes.mapping(document, section).entries()) {
                name(entry, section);
            }
        }
        for (Entry service : Nodes.mapping(document, "services").entries()) {
            String path = "/services/" + service.name();
            values(service.value(), path);
            for (String part : List.of("build", "deploy", "healthcheck", "logging")) {
                values(Nodes.mapping(service.value(), part), path + "/" + part);
            }
        }
        for (String section : List.of("secrets", "configs")) {
            Nodes.mapping(document, section).entries().forEach(entry -> source(entry, section));
        }
        for (String section : List.of("networks", "volumes")) {
            Nodes.mapping(document, section).entries().forEach(entry -> external(entry, section));
        }
    }

    private void name(Entry entry, String section) {
        if (!NAME.matcher(entry.name()).matches()) {
            problems.report(
                    ProblemType.COMPOSE_FIELD_TYPE,
                    entry.key().span(),
                    "/" + section + "/" + entry.name(),
                    "'" + entry.name() + "' is not a name of " + section + ".",
                    "Write letters, digits, '.', '_' and '-' only.");
        }
    }

    /** What has no value at all was not overridden either. */
    private void values(SourceNode node, String path) {
        if (node instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                boolean may = MAY_BE_NULL.contains(entry.name()) || entry.name().startsWith("x-");
                if (entry.value().isNull() && !may) {
                    problems.report(
                            ProblemType.COMPOSE_FIELD_TYPE,
                            entry.key().span(),
                            path + "/" + entry.name(),
                            "'" + entry.name() + "' has no value.",
                            "Write one behind it, or remove the line.");
                }
            }
        } else {
            wrong(
                    node.span(),
                    path,
                    "A service is a mapping; this is " + node.description() + ".",
                    "Give it an 'image'.");
        }
    }

    /** A secret or config comes from one place. */
    private void source(Entry entry, String section) {
        List<String> kinds = List.of("external", "file", "environment", "content");
        List<String> named = kinds.stream()
                .filter(kind -> Nodes.childText(entry.value(), kind)
                        .filter(text -> !text.equals("false"))
                        .isPresent())
                .toList();
        boolean driver = Nodes.child(entry.value(), "driver").isPresent()
                || Nodes.child(entry.value(), "template_driver").isPresent();
        String path = "/" + section + "/" + entry.name();
        if (named.size() > 1) {
            wrong(
                    entry.key().span(),
                    path,
                    "'" + entry.name() + "' comes from several places: " + String.join(", ", named) + ".",
                    "Keep one of them.");
        } else if (named.isEmpty() && !driver && entry.value().isNull()) {
            wrong(
                    entry.key().span(),
                    path,
                    "'" + entry.name() + "' does not say where it comes from.",
                    "Write 'file', 'environment' or 'external: true'.");
        }
    }

    /** Who says that something is there already cannot say how it is made. */
    private void external(Entry entry, String section) {
        boolean there = Nodes.childText(entry.value(), "external").orElse("").equals("true");
        if (there && entry.value() instanceof Mapping mapping) {
            mapping.entries().stream()
                    .filter(field -> !Set.of("external", "name").contains(field.name())
                            && !field.name().startsWith("x-")
                            && !field.value().isNull())
                    .forEach(field -> wrong(
                            field.key().span(),
                            "/" + section + "/" + entry.name() + "/" + field.name(),
                            "'" + entry.name() + "' is external, so that '" + field.name() + "' cannot be said of it.",
                            "Remove the line, or 'external'."));
        }
    }

    private void wrong(SourceSpan span, String path, String message, String hint) {
        problems.report(ProblemType.COMPOSE_FIELD_TYPE, span, path, message, hint);
    }
}
