package dev.penstock.cloudformation;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What names lead to: pseudo parameters, parameters, resources and their attributes, and mappings. */
final class References {

    /** Begins the expression of a parameter without a value; its name follows. */
    static final String PARAMETER = "parameter ";

    private static final List<String> PSEUDO = List.of(
            "AWS::AccountId",
            "AWS::NoValue",
            "AWS::NotificationARNs",
            "AWS::Partition",
            "AWS::Region",
            "AWS::StackId",
            "AWS::StackName",
            "AWS::URLSuffix");

    private final TemplateSections sections;
    private final TemplateValues values;
    private final Placeholders placeholders;
    private final Problems problems;
    private final DeclaredResources resources;

    References(
            TemplateSections sections,
            TemplateValues values,
            DeclaredResources resources,
            Placeholders placeholders,
            Problems problems) {
        this.sections = sections;
        this.values = values;
        this.placeholders = placeholders;
        this.problems = problems;
        this.resources = resources;
    }

    /** {@code Ref}; empty for {@code AWS::NoValue}. */
    Optional<SourceNode> ref(SourceNode argument, SourceSpan span, Evaluator evaluator) {
        if (!(argument instanceof SourceNode.Scalar name)) {
            problems.report(ProblemType.TEMPLATE_FUNCTION, span, "", "Ref takes a name.", "Write Ref: Name.");
            return Optional.of(placeholders.make(span, "${?}", "Ref"));
        }
        return name.text().equals("AWS::NoValue")
                ? Optional.empty()
                : Optional.of(reference(name.text(), span, evaluator));
    }

    /** What {@code ${name}} is in Fn::Sub: a reference, or with a dot an attribute. */
    SourceNode named(String name, SourceSpan span, Evaluator evaluator) {
        int dot = name.indexOf('.');
        return dot < 0
                ? reference(name, span, evaluator)
                : attribute(name.substring(0, dot), name.substring(dot + 1), span, evaluator);
    }

    private SourceNode reference(String name, SourceSpan span, Evaluator evaluator) {
        if (name.startsWith("AWS::")) {
            return pseudo(name, span);
        }
        Optional<SourceNode> parameter = sections.parameters().get(name);
        if (parameter.isPresent() && parameter.get() instanceof SourceNode.Mapping declaration) {
            return parameter(name, declaration, span);
        }
        if (!sections.resources().has(name) && parameter.isEmpty() && !sections.isTransformed()) {
            List<String> known = new ArrayList<>();
            sections.parameters().entries().forEach(entry -> known.add(entry.name()));
            sections.resources().entries().forEach(entry -> known.add(entry.name()));
            nowhere("The template has no parameter and no resource '" + name + "'.", name, known, span);
        }
        return resources
                .reference(name, evaluator)
                .<SourceNode>map(text -> new SourceNode.Scalar(span, ScalarType.STRING, text))
                .orElseGet(() -> unknown(name, "Ref " + name, span));
    }

    private SourceNode pseudo(String name, SourceSpan span) {
        Optional<String> value = switch (name) {
            case "AWS::Region" -> values.region();
            case "AWS::AccountId" -> values.accountId();
            case "AWS::StackName" -> values.stackName();
            case "AWS::Partition" -> Optional.of(values.partition());
            case "AWS::URLSuffix" -> Optional.of(values.urlSuffix());
            default -> {
                if (!PSEUDO.contains(name)) {
                    nowhere("There is no pseudo parameter '" + name + "'.", name, PSEUDO, span);
                }
                yield Optional.empty();
            }
        };
        return value.<SourceNode>map(text -> new SourceNode.Scalar(span, ScalarType.STRING, text))
                .orElseGet(() -> unknown(name, "Ref " + name, span));
    }

    private SourceNode parameter(String name, SourceNode.Mapping declaration, SourceSpan span) {
        String type = declaration
                .get("Type")
                .map(node -> node instanceof SourceNode.Scalar scalar ? scalar.text() : "")
                .orElse("");
        Optional<String> value = value(name, declaration);
        if (value.isEmpty()) {
            return unknown(name, PARAMETER + name, span);
        }
        // The value of an SSM parameter type is the name under which AWS looks the value up.
        if (type.startsWith("AWS::SSM::Parameter::Value")) {
            return lookedUp(value.get(), "Ref " + name, span).orElseGet(() -> unknown(name, "Ref " + name, span));
        }
        if (value.get().isEmpty()) {
            // Most often an empty default asks for a value; conditions compare it as the empty text that it is.
            return placeholders.make(span, "", PARAMETER + name);
        }
        boolean list = type.equals("CommaDelimitedList") || type.startsWith("List<");
        if (HiddenParameters.isHidden(declaration)) {
            String reference = HiddenParameters.reference(name, value.get());
            return list
                    ? unknown(name, "Ref " + name + ", a list with NoEcho", span)
                    : placeholders.hide(span, reference, value.get());
        }
        if (list) {
            List<SourceNode> items = new ArrayList<>();
            for (String item : value.get().split(",", 1000)) {
                items.add(new SourceNode.Scalar(span, ScalarType.STRING, item.strip()));
            }
            return new SourceNode.Sequence(span, items);
        }
        return new SourceNode.Scalar(span, ScalarType.STRING, value.get());
    }

    /** The value that a parameter has: given, of the stack, or its default. */
    private Optional<String> value(String name, SourceNode.Mapping declaration) {
        return Optional.ofNullable(values.parameters().get(name))
                .or(() -> Optional.ofNullable(values.stack().parameters().get(name)))
                .or(() -> defaultOf(declaration));
    }

    /** The values of parameters with {@code NoEcho} that are given themselves, and not by where they are. */
    Map<String, Secret> hiddenValues() {
        Map<String, Secret> hidden = new LinkedHashMap<>();
        for (SourceNode.Entry entry : sections.parameters().entries()) {
            if (entry.value() instanceof SourceNode.Mapping declaration && HiddenParameters.isHidden(declaration)) {
                value(entry.name(), declaration)
                        .filter(given -> !given.isEmpty() && !HiddenParameters.isReference(given))
                        .ifPresent(given -> hidden.put(entry.name(), Secret.of(given)));
            }
        }
        return hidden;
    }

    private static Optional<String> defaultOf(SourceNode.Mapping declaration) {
        return declaration
                .get("Default")
                .filter(node -> node instanceof SourceNode.Scalar && !node.isNull())
                .map(node -> ((SourceNode.Scalar) node).text());
    }

    /** {@code Fn::GetAtt}, as a list or with a dot. */
    SourceNode attribute(SourceNode argument, SourceSpan span, Evaluator evaluator) {
        if (argument instanceof SourceNode.Scalar scalar && scalar.text().indexOf('.') > 0) {
            return named(scalar.text(), span, evaluator);
        }
        List<SourceNode> parts = evaluator.arguments(argument, span, 2, 2, "Fn::GetAtt: [Resource, Attribute]");
        if (parts.isEmpty() || !(parts.getFirst() instanceof SourceNode.Scalar resource)) {
            return unknown("?", "Fn::GetAtt", span);
        }
        String attribute =
                evaluator.scalar(parts.getLast()).map(SourceNode.Scalar::text).orElse("?");
        return attribute(resource.text(), attribute, span, evaluator);
    }

    private SourceNode attribute(String resource, String attribute, SourceSpan span, Evaluator evaluator) {
        if (!sections.resources().has(resource) && !sections.isTransformed()) {
            List<String> known = sections.resources().entries().stream()
                    .map(SourceNode.Entry::name)
                    .toList();
            nowhere("The template has no resource '" + resource + "'.", resource, known, span);
        }
        String expression = resource + "." + attribute;
        return resources
                .attribute(resource, attribute, evaluator)
                .<SourceNode>map(text -> new SourceNode.Scalar(span, ScalarType.STRING, text))
                .orElseGet(() -> unknown(expression, "Fn::GetAtt " + expression, span));
    }

    /** {@code Fn::FindInMap: [Map, top level key, second level key]}. */
    SourceNode findInMap(SourceNode argument, SourceSpan span, Evaluator evaluator) {
        List<SourceNode> parts =
                evaluator.arguments(argument, span, 3, 4, "Fn::FindInMap: [Map, first key, second key]");
        List<String> keys = new ArrayList<>();
        Optional<String> notKnown = Optional.empty();
        for (SourceNode part : parts.subList(0, Math.min(3, parts.size()))) {
            Optional<SourceNode.Scalar> key = evaluator.scalar(part);
            notKnown = notKnown.or(() -> key.isEmpty() ? Optional.of("?") : key.flatMap(placeholders::expressionOf));
            keys.add(key.map(SourceNode.Scalar::text).orElse("?"));
        }
        String shown = "Fn::FindInMap " + String.join(".", keys);
        if (parts.isEmpty() || notKnown.isPresent()) {
            return unknown(shown, notKnown.orElse(shown), span);
        }
        Optional<SourceNode> found = lookUp(keys);
        if (found.isPresent()) {
            return found.get();
        }
        if (parts.size() == 4 && parts.getLast() instanceof SourceNode.Mapping options) {
            Optional<SourceNode> fallback = options.get("DefaultValue").flatMap(evaluator::evaluate);
            if (fallback.isPresent()) {
                return fallback.get();
            }
        }
        nowhere(
                "The template's Mappings have no " + String.join(".", keys) + ".",
                keys.getFirst(),
                sections.mappings().entries().stream()
                        .map(SourceNode.Entry::name)
                        .toList(),
                span);
        return unknown(shown, shown, span);
    }

    private Optional<SourceNode> lookUp(List<String> keys) {
        Optional<SourceNode> node = Optional.of(sections.mappings());
        for (String key : keys) {
            node = node.flatMap(
                    level -> level instanceof SourceNode.Mapping mapping ? mapping.get(key) : Optional.empty());
        }
        return node;
    }

    /** What stands for a value that AWS keeps under a name, in a rehearsal. */
    Optional<SourceNode> lookedUp(String name, String expression, SourceSpan span) {
        return resources
                .lookedUp(name)
                .map(text -> placeholders.make(span, text, StackValues.standingInFor(expression)));
    }

    private SourceNode unknown(String shown, String expression, SourceSpan span) {
        return placeholders.make(span, "${" + shown + "}", expression);
    }

    private void nowhere(String message, String name, List<String> known, SourceSpan span) {
        if (known.isEmpty()) {
            problems.report(ProblemType.TEMPLATE_REFERENCE, span, "", message);
        } else {
            problems.report(
                    ProblemType.TEMPLATE_REFERENCE,
                    span,
                    "",
                    message,
                    DidYouMean.among(name, known)
                            .filter(near -> !near.equals(name))
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Declare it, or mend the name."));
        }
    }
}
