package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import dev.penstock.problem.SourceSpan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the parts of a template stand and what depends on what, without evaluating anything: for those who explain what
 * CloudFormation says about a resource. Names that are not in the template have no place.
 */
public final class TemplateMap {

    private static final Pattern SUBSTITUTED = Pattern.compile("\\$\\{([^!${}][^${}]*)}");

    private static final TemplateMap EMPTY = new TemplateMap(Map.of(), Map.of(), Map.of());

    private final Map<String, SourceNode.Entry> parameters;
    private final Map<String, SourceNode.Entry> resources;
    private final Map<String, Set<String>> dependencies;

    private TemplateMap(
            Map<String, SourceNode.Entry> parameters,
            Map<String, SourceNode.Entry> resources,
            Map<String, Set<String>> dependencies) {
        this.parameters = parameters;
        this.resources = resources;
        this.dependencies = dependencies;
    }

    /** Of no template: nothing is known. */
    public static TemplateMap none() {
        return EMPTY;
    }

    /**
     * Of a template.
     *
     * @param document read with {@link dev.penstock.document.Tags#CLOUDFORMATION}
     */
    public static TemplateMap of(SourceNode document) {
        if (!(document instanceof SourceNode.Mapping root)) {
            return EMPTY;
        }
        Map<String, SourceNode.Entry> resources = section(root, "Resources");
        Map<String, Set<String>> dependencies = new LinkedHashMap<>();
        resources.forEach((name, entry) -> {
            Set<String> found = new LinkedHashSet<>();
            collect(entry.value(), found);
            found.retainAll(resources.keySet());
            found.remove(name);
            dependencies.put(name, found);
        });
        return new TemplateMap(section(root, "Parameters"), resources, dependencies);
    }

    private static Map<String, SourceNode.Entry> section(SourceNode.Mapping root, String name) {
        Map<String, SourceNode.Entry> entries = new LinkedHashMap<>();
        root.get(name).ifPresent(node -> {
            if (node instanceof SourceNode.Mapping section) {
                section.entries().forEach(entry -> entries.put(entry.name(), entry));
            }
        });
        return entries;
    }

    /** Where a parameter is declared. */
    public Optional<SourceSpan> parameter(String name) {
        return Optional.ofNullable(parameters.get(name))
                .map(entry -> entry.key().span());
    }

    /** Where a resource is declared. */
    public Optional<SourceSpan> resource(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId))
                .map(entry -> entry.key().span());
    }

    /** A resource's type, as written. */
    public Optional<String> type(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId))
                .flatMap(entry -> child(entry.value(), "Type"))
                .filter(SourceNode.Scalar.class::isInstance)
                .map(node -> ((SourceNode.Scalar) node).text());
    }

    /**
     * Where a property of a resource is declared: the deepest part of its path that is written there, since what functions
     * make has no place of its own.
     *
     * @param path names and list indexes with slashes between them, like {@code LoadBalancers/0/ContainerName}
     * @return empty when there is no such resource
     */
    public Optional<SourceSpan> property(String logicalId, String path) {
        SourceNode.Entry resource = resources.get(logicalId);
        if (resource == null) {
            return Optional.empty();
        }
        return Optional.of(child(resource.value(), "Properties")
                .map(properties -> deepest(properties, path, resource.key().span()))
                .orElse(resource.key().span()));
    }

    /** The logical ids of its resources, in the order written. */
    public Set<String> resources() {
        return Collections.unmodifiableSet(resources.keySet());
    }

    /**
     * What is written for a property of a resource; functions are as they are written.
     *
     * @param path as in {@link #property}
     */
    public Optional<SourceNode> value(String logicalId, String path) {
        Optional<SourceNode> node =
                Optional.ofNullable(resources.get(logicalId)).flatMap(entry -> child(entry.value(), "Properties"));
        for (String step : path.split("/", -1)) {
            node = node.flatMap(parent -> child(parent, step));
        }
        return node;
    }

    private static SourceSpan deepest(SourceNode properties, String path, SourceSpan otherwise) {
        SourceSpan place = otherwise;
        SourceNode node = properties;
        for (String step : path.split("/", -1)) {
            if (step.isEmpty()) {
                continue;
            }
            Optional<SourceNode> next = child(node, step);
            if (next.isEmpty()) {
                return place;
            }
            place = key(node, step).orElse(next.get().span());
            node = next.get();
        }
        return place;
    }

    private static Optional<SourceSpan> key(SourceNode node, String name) {
        return node instanceof SourceNode.Mapping mapping
                ? mapping.entry(name).map(entry -> entry.key().span())
                : Optional.empty();
    }

    private static Optional<SourceNode> child(SourceNode node, String step) {
        return switch (node) {
            case SourceNode.Mapping mapping -> mapping.get(step);
            case SourceNode.Sequence list -> {
                boolean isIndex = !step.isEmpty()
                        && step.length() < 6
                        && step.chars().allMatch(digit -> digit >= '0' && digit <= '9');
                int index = isIndex ? Integer.parseInt(step) : Integer.MAX_VALUE;
                yield index < list.items().size() ? Optional.of(list.items().get(index)) : Optional.empty();
            }
            case SourceNode.Scalar scalar -> Optional.empty();
        };
    }

    /** For each resource the resources that have to be there before it: by reference or by {@code DependsOn}. */
    public Map<String, Set<String>> dependencies() {
        return dependencies;
    }

    private static void collect(SourceNode node, Set<String> names) {
        switch (node) {
            case SourceNode.Scalar scalar -> {}
            case SourceNode.Sequence list -> list.items().forEach(item -> collect(item, names));
            case SourceNode.Mapping mapping -> {
                for (SourceNode.Entry entry : mapping.entries()) {
                    collect(entry, names);
                }
            }
        }
    }

    private static void collect(SourceNode.Entry entry, Set<String> names) {
        switch (entry.name()) {
            case "Ref" -> texts(entry.value()).forEach(names::add);
            case "DependsOn" -> texts(entry.value()).forEach(names::add);
            case "Fn::GetAtt" -> texts(entry.value()).stream().findFirst().ifPresent(text -> names.add(head(text)));
            case "Fn::Sub" -> {
                for (String text : texts(entry.value())) {
                    Matcher found = SUBSTITUTED.matcher(text);
                    while (found.find()) {
                        names.add(head(found.group(1).strip()));
                    }
                }
                collect(entry.value(), names);
            }
            default -> collect(entry.value(), names);
        }
    }

    private static String head(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? text : text.substring(0, dot);
    }

    private static Set<String> texts(SourceNode node) {
        Set<String> texts = new LinkedHashSet<>();
        switch (node) {
            case SourceNode.Scalar scalar -> texts.add(scalar.text());
            case SourceNode.Sequence list -> {
                for (SourceNode item : list.items()) {
                    if (item instanceof SourceNode.Scalar scalar) {
                        texts.add(scalar.text());
                    }
                }
            }
            case SourceNode.Mapping mapping -> {}
        }
        return texts;
    }
}
