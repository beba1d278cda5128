package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.List;

/**
 * The sections of a template that evaluation looks at; one that is not there is empty.
 *
 * @param isTransformed whether macros make parts of the template, so that names may be declared elsewhere
 */
record TemplateSections(
        SourceNode.Mapping parameters,
        SourceNode.Mapping mappings,
        SourceNode.Mapping conditions,
        SourceNode.Mapping resources,
        boolean isTransformed) {

    static TemplateSections of(SourceNode.Mapping root, Problems problems) {
        boolean loops = section(root, "Resources", problems).entries().stream()
                .anyMatch(entry -> entry.name().startsWith("Fn::"));
        return new TemplateSections(
                section(root, "Parameters", problems),
                section(root, "Mappings", problems),
                section(root, "Conditions", problems),
                section(root, "Resources", problems),
                loops || root.has("Transform") || root.has("Fn::Transform"));
    }

    private static SourceNode.Mapping section(SourceNode.Mapping root, String name, Problems problems) {
        SourceNode.Mapping empty = new SourceNode.Mapping(root.span(), List.of());
        SourceNode node = root.get(name).filter(value -> !value.isNull()).orElse(empty);
        if (node instanceof SourceNode.Mapping mapping) {
            return mapping;
        }
        problems.report(
                ProblemType.TEMPLATE_SHAPE,
                node.span(),
                "/" + name,
                "'" + name + "' is a mapping from names to declarations; this is " + node.description() + ".");
        return empty;
    }
}
