package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CloudFormation template, evaluated with values. Every mistake is reported where it is met; parts that are never
 * evaluated are not judged.
 */
public final class Template {

    private final TemplateSections sections;
    private final Evaluator evaluator;
    private final DeclaredResources resources;
    private final References references;
    private final Placeholders placeholders = new Placeholders();

    private Template(SourceNode.Mapping root, TemplateValues values, Problems problems) {
        this.sections = TemplateSections.of(root, problems);
        checkParameters(root.span().file(), values, problems);
        this.resources = new DeclaredResources(sections, values, placeholders);
        this.references = new References(sections, values, resources, placeholders, problems);
        this.evaluator = new Evaluator(references, sections.conditions(), placeholders, problems);
    }

    /**
     * A resource as declared.
     *
     * @param logicalId its name in the template
     * @param span where its name stands
     * @param declaration the mapping with Type and Properties
     */
    public record Resource(String logicalId, SourceSpan span, SourceNode.Mapping declaration) {}

    /** Whether a document is a template: it has Resources, or says that it is one. */
    public static boolean isTemplate(SourceNode document) {
        return document instanceof SourceNode.Mapping root
                && (root.has("Resources") || root.has("AWSTemplateFormatVersion"));
    }

    /** The template in a document that {@linkplain #isTemplate is one}. */
    public static Template of(SourceNode.Mapping document, TemplateValues values, Problems problems) {
        return new Template(document, values, problems);
    }

    private void checkParameters(String file, TemplateValues values, Problems problems) {
        List<String> declared = sections.parameters().entries().stream()
                .map(SourceNode.Entry::name)
                .toList();
        for (Map.Entry<String, String> given : values.parameters().entrySet()) {
            Optional<SourceNode> declaration = sections.parameters().get(given.getKey());
            if (declaration.isEmpty()) {
                problems.report(
                        ProblemType.TEMPLATE_PARAMETER,
                        SourceSpan.ofFile(file),
                        "/Parameters",
                        "A value is given for the parameter '" + given.getKey()
                                + "', which the template does not have.",
                        declared.isEmpty()
                                ? "The template has no parameters."
                                : DidYouMean.hint(given.getKey(), declared));
            } else {
                checkAllowed(given.getKey(), given.getValue(), declaration.get(), problems);
            }
        }
    }

    private static void checkAllowed(String name, String value, SourceNode declaration, Problems problems) {
        if (declaration instanceof SourceNode.Mapping mapping
                && !(HiddenParameters.isHidden(mapping) && HiddenParameters.isReference(value))
                && mapping.get("AllowedValues").orElse(mapping) instanceof SourceNode.Sequence allowed) {
            List<String> words = new ArrayList<>();
            for (SourceNode item : allowed.items()) {
                if (item instanceof SourceNode.Scalar scalar) {
                    words.add(scalar.text());
                }
            }
            if (!words.contains(value)) {
                problems.report(
                        ProblemType.TEMPLATE_PARAMETER,
                        allowed.span(),
                        "/Parameters/" + name,
                        "The value given for the parameter '" + name + "' is none of those allowed.",
                        "Allowed: " + String.join(", ", words) + ".");
            }
        }
    }

    /** The resources of that type, in the order written. */
    public List<Resource> resourcesOfType(String type) {
        List<Resource> found = new ArrayList<>();
        for (SourceNode.Entry entry : sections.resources().entries()) {
            if (entry.value() instanceof SourceNode.Mapping declaration
                    && declaration.get("Type").orElse(declaration) instanceof SourceNode.Scalar scalar
                    && scalar.text().equals(type)) {
                found.add(new Resource(entry.name(), entry.key().span(), declaration));
            }
        }
        return found;
    }

    /** Whether a resource's condition is known to be false, so that no stack has the resource. */
    public boolean isLeftOut(Resource resource) {
        return resource.declaration()
                .get("Condition")
                .filter(node -> node instanceof SourceNode.Scalar)
                .flatMap(node -> evaluator.conditions().named((SourceNode.Scalar) node))
                .filter(holds -> !holds)
                .isPresent();
    }

    /** A resource's properties with all functions evaluated; an empty mapping when it has none. */
    public SourceNode properties(Resource resource) {
        return resource.declaration()
                .get("Properties")
                .flatMap(evaluator::evaluate)
                .orElseGet(() -> new SourceNode.Mapping(resource.declaration().span(), List.of()));
    }

    /** What {@code Ref} of a resource gives, if that is known. */
    public Optional<String> reference(String logicalId) {
        return resources.reference(logicalId, evaluator);
    }

    /** The names of the resources of a type, as far as the template says them. */
    public Set<String> names(String type) {
        Set<String> names = new LinkedHashSet<>();
        for (Resource resource : resourcesOfType(type)) {
            if (!isLeftOut(resource)) {
                resources.name(resource.logicalId(), evaluator).ifPresent(names::add);
            }
        }
        return names;
    }

    /** The values of parameters with {@code NoEcho}, by name, unless they are given by where they are. They stand in no property. */
    public Map<String, Secret> hiddenValues() {
        return references.hiddenValues();
    }

    /** What a node of the evaluated properties stands for, when that is not known without an account. */
    public Optional<String> expressionOf(SourceNode node) {
        return placeholders.expressionOf(node);
    }
}
