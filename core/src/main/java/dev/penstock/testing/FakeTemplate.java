package dev.penstock.testing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * As much of a template as {@link FakeStacks} understands: resources, parameters, and outputs that are plain text, perhaps with the
 * stack's name in it.
 */
final class FakeTemplate {

    private static final SourceNode.Mapping EMPTY = new SourceNode.Mapping(SourceSpan.ofFile("-"), List.of());

    final String text;
    private final SourceNode.Mapping root;

    FakeTemplate(String text) {
        this.text = text;
        this.root = DocumentReader.read(
                        SourceText.of("template", text), ReadLimits.DEFAULT, Tags.CLOUDFORMATION, new Problems())
                .filter(SourceNode.Mapping.class::isInstance)
                .map(SourceNode.Mapping.class::cast)
                .orElse(EMPTY);
    }

    /**
     * A resource as it is declared.
     *
     * @param retained whether it outlives its stack
     */
    record Resource(String type, String declaration, boolean retained) {}

    Map<String, Resource> resources(Map<String, String> parameters) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        for (SourceNode.Entry entry : section("Resources").entries()) {
            SourceNode.Mapping declaration = (SourceNode.Mapping) entry.value();
            String said = words(declaration.get("Properties").orElse(EMPTY));
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                said = said.replace("{Ref=" + parameter.getKey() + "}", parameter.getValue());
            }
            resources.put(
                    entry.name(),
                    new Resource(
                            text(declaration, "Type").orElse(""),
                            said,
                            text(declaration, "DeletionPolicy")
                                    .filter("Retain"::equals)
                                    .isPresent()));
        }
        return resources;
    }

    Map<String, Optional<String>> parameters() {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        section("Parameters")
                .entries()
                .forEach(entry -> parameters.put(entry.name(), text((SourceNode.Mapping) entry.value(), "Default")));
        return parameters;
    }

    Map<String, String> outputs(String stack) {
        Map<String, String> outputs = new LinkedHashMap<>();
        section("Outputs")
                .entries()
                .forEach(entry -> output((SourceNode.Mapping) entry.value(), stack)
                        .ifPresent(value -> outputs.put(entry.name(), value)));
        return outputs;
    }

    private static Optional<String> output(SourceNode.Mapping output, String stack) {
        return text(output, "Value")
                .or(() -> output.get("Value")
                        .filter(SourceNode.Mapping.class::isInstance)
                        .flatMap(value -> text((SourceNode.Mapping) value, "Fn::Sub"))
                        .map(text -> text.replace("${AWS::StackName}", stack)));
    }

    private SourceNode.Mapping section(String name) {
        return root.get(name)
                .filter(SourceNode.Mapping.class::isInstance)
                .map(SourceNode.Mapping.class::cast)
                .orElse(EMPTY);
    }

    private static Optional<String> text(SourceNode.Mapping mapping, String key) {
        return mapping.get(key)
                .filter(SourceNode.Scalar.class::isInstance)
                .map(value -> ((SourceNode.Scalar) value).text());
    }

    private static String words(SourceNode node) {
        return switch (node) {
            case SourceNode.Scalar scalar -> scalar.text();
            case SourceNode.Sequence list ->
                list.items().stream().map(FakeTemplate::words).toList().toString();
            case SourceNode.Mapping mapping -> {
                Map<String, String> words = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> words.put(entry.name(), words(entry.value())));
                yield words.toString();
            }
        };
    }
}
