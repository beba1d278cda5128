package dev.penstock.ebextensions;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code option_settings} in both of its forms (Elastic Beanstalk Developer Guide, "Option settings"). */
final class OptionSettingsReader {

    private static final List<String> OF_ITEMS = List.of("namespace", "option_name", "resource_name", "value");

    private final Problems problems;
    private final List<ConfigurationFile.Option> options = new ArrayList<>();

    OptionSettingsReader(Problems problems) {
        this.problems = problems;
    }

    List<ConfigurationFile.Option> read(SourceNode node) {
        switch (node) {
            case Sequence list -> list.items().forEach(this::item);
            case Mapping mapping -> mapping.entries().forEach(this::namespace);
            case Scalar scalar -> {
                if (!scalar.isNull()) {
                    wrong(
                            scalar,
                            "/option_settings",
                            "'option_settings' is a list or a mapping; this is " + scalar.description() + ".",
                            "Write 'NAMESPACE:' and 'NAME: VALUE' below it.");
                }
            }
        }
        return options;
    }

    private void item(SourceNode node) {
        String field = "/option_settings";
        if (!(node instanceof Mapping item)) {
            wrong(node, field, "A member of the list is a mapping; this is " + node.description() + ".", SHAPE);
            return;
        }
        item.entries().stream()
                .filter(entry -> !OF_ITEMS.contains(entry.name()))
                .forEach(entry -> problems.report(
                        ProblemType.EXTENSION_FIELD,
                        entry.key().span(),
                        field + "/" + entry.name(),
                        "'" + entry.name() + "' has no meaning in a setting.",
                        DidYouMean.hint(entry.name(), OF_ITEMS)));
        Optional<Scalar> name = scalar(item, "option_name");
        if (name.isEmpty()) {
            wrong(item, field, "The setting has no 'option_name'.", SHAPE);
            return;
        }
        Optional<Entry> value = item.entry("value");
        if (value.isEmpty()) {
            wrong(name.get(), field, "The option '" + name.get().text() + "' has no 'value'.", SHAPE);
            return;
        }
        add(
                scalar(item, "resource_name").map(Scalar::text),
                scalar(item, "namespace").map(Scalar::text).orElse(ConfigurationFile.VARIABLES),
                name.get(),
                value.get().value());
    }

    private static final String SHAPE = "Write 'namespace', 'option_name' and 'value'.";

    private static Optional<Scalar> scalar(Mapping mapping, String name) {
        return mapping.get(name)
                .filter(node -> node instanceof Scalar && !node.isNull())
                .map(Scalar.class::cast);
    }

    private void namespace(Entry entry) {
        if (!(entry.value() instanceof Mapping values)) {
            if (!entry.value().isNull()) {
                wrong(
                        entry.key(),
                        "/option_settings/" + entry.name(),
                        "Below the namespace '" + entry.name() + "' there are options; this is "
                                + entry.value().description() + ".",
                        "Write 'NAME: VALUE' below it, each on a line of its own.");
            }
            return;
        }
        // RESOURCE.NAMESPACE is an option of one resource.
        int dot = entry.name().indexOf(".aws:");
        Optional<String> resource = dot > 0 ? Optional.of(entry.name().substring(0, dot)) : Optional.empty();
        String namespace = dot > 0 ? entry.name().substring(dot + 1) : entry.name();
        values.entries().forEach(option -> add(resource, namespace, option.key(), option.value()));
    }

    private void add(Optional<String> resource, String namespace, Scalar name, SourceNode value) {
        if (!(value instanceof Scalar scalar)) {
            wrong(
                    value,
                    "/option_settings/" + namespace + "/" + name.text(),
                    "The value of '" + name.text() + "' is " + value.description() + "; Elastic Beanstalk takes text.",
                    "Join several by commas, and put functions of CloudFormation between backticks and quotes.");
            return;
        }
        options.add(new ConfigurationFile.Option(
                resource, namespace, name.text(), scalar.isNull() ? "" : scalar.text(), name.span()));
    }

    private void wrong(SourceNode node, String field, String message, String hint) {
        problems.report(ProblemType.EXTENSION_FORM, node.span(), field, message, hint);
    }
}
