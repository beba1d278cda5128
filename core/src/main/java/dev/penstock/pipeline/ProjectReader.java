package dev.penstock.pipeline;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.cloudformation.Template;
import dev.penstock.document.SourceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the build projects of a template (CloudFormation Template Reference, {@code AWS::CodeBuild::Project}). */
final class ProjectReader {

    private static final String TYPE = "AWS::CodeBuild::Project";

    private final Template template;

    ProjectReader(Template template) {
        this.template = template;
    }

    List<ProjectDeclaration> read() {
        return template.resourcesOfType(TYPE).stream()
                .filter(resource -> !template.isLeftOut(resource))
                .map(this::project)
                .toList();
    }

    private ProjectDeclaration project(Template.Resource resource) {
        SourceNode properties = template.properties(resource);
        List<UnresolvedValue> unresolved = new ArrayList<>();
        Optional<String> buildspec = field(properties, "Source")
                .flatMap(source -> field(source, "BuildSpec"))
                .flatMap(value -> text(value, "BuildspecOverride", unresolved))
                .filter(text -> !text.isBlank());
        List<EnvironmentVariable> environment = new ArrayList<>();
        field(properties, "Environment")
                .flatMap(value -> field(value, "EnvironmentVariables"))
                .ifPresent(list -> variables(list, environment, unresolved));
        return new ProjectDeclaration(
                template.reference(resource.logicalId()), resource.logicalId(), buildspec, environment, unresolved);
    }

    private void variables(SourceNode list, List<EnvironmentVariable> found, List<UnresolvedValue> unresolved) {
        if (!(list instanceof SourceNode.Sequence items)) {
            return;
        }
        for (SourceNode item : items.items()) {
            Optional<String> name = field(item, "Name").flatMap(node -> text(node, "EnvironmentVariables", unresolved));
            if (name.isPresent()) {
                String value = field(item, "Value")
                        .flatMap(node -> text(node, "EnvironmentVariables/" + name.get(), unresolved))
                        .orElse("");
                found.add(new EnvironmentVariable(name.get(), value, type(item)));
            }
        }
    }

    private static EnvironmentVariableType type(SourceNode variable) {
        String written = field(variable, "Type")
                .filter(SourceNode.Scalar.class::isInstance)
                .map(node -> ((SourceNode.Scalar) node).text())
                .orElse("");
        for (EnvironmentVariableType type : EnvironmentVariableType.values()) {
            if (type.name().equals(written)) {
                return type;
            }
        }
        return EnvironmentVariableType.PLAINTEXT;
    }

    private Optional<String> text(SourceNode node, String path, List<UnresolvedValue> unresolved) {
        boolean empty =
                node instanceof SourceNode.Scalar scalar && scalar.text().isEmpty();
        template.expressionOf(node)
                .filter(expression -> !empty)
                .filter(expression -> !StackValues.isStandIn(expression))
                .ifPresent(expression -> unresolved.add(new UnresolvedValue(path, node.span(), expression)));
        return node instanceof SourceNode.Scalar scalar ? Optional.of(scalar.text()) : Optional.empty();
    }

    private static Optional<SourceNode> field(SourceNode node, String name) {
        return node instanceof SourceNode.Mapping mapping ? mapping.get(name) : Optional.empty();
    }
}
