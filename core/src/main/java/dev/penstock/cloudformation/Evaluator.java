package dev.penstock.cloudformation;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.secret.DynamicReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates intrinsic functions (CloudFormation User Guide, intrinsic function reference). A tree without functions comes
 * back as it is; {@code AWS::NoValue} takes its field or element away.
 */
final class Evaluator {

    /** How much text and how many elements evaluation may make in all: a small template must not grow without end. */
    private static final int GROWTH = 8 << 20;

    private final Problems problems;
    private final Placeholders placeholders;
    private final References references;
    private final Conditions conditions;
    private final TextFunctions texts;
    private int growth;

    Evaluator(References references, SourceNode.Mapping conditions, Placeholders placeholders, Problems problems) {
        this.problems = problems;
        this.placeholders = placeholders;
        this.references = references;
        this.conditions = new Conditions(conditions, this, problems);
        this.texts = new TextFunctions(this, references, placeholders);
    }

    Conditions conditions() {
        return conditions;
    }

    Placeholders placeholders() {
        return placeholders;
    }

    /** The value; empty for {@code AWS::NoValue}. */
    Optional<SourceNode> evaluate(SourceNode node) {
        return switch (node) {
            case SourceNode.Scalar scalar -> Optional.of(dynamicReference(scalar));
            case SourceNode.Sequence sequence -> Optional.of(sequence(sequence));
            case SourceNode.Mapping mapping ->
                isFunction(mapping) ? function(mapping, mapping.entries().getFirst()) : Optional.of(mapping(mapping));
        };
    }

    static boolean isFunction(SourceNode.Mapping mapping) {
        if (mapping.entries().size() != 1) {
            return false;
        }
        String key = mapping.entries().getFirst().name();
        return key.equals("Ref") || key.startsWith("Fn::");
    }

    /** {@code {{resolve:ssm:…}}} stays as it is, and is looked up by who needs it. */
    private SourceNode.Scalar dynamicReference(SourceNode.Scalar scalar) {
        if (!DynamicReference.isIn(scalar.text())) {
            return scalar;
        }
        List<String> references = DynamicReference.in(scalar.text()).stream()
                .map(DynamicReference::written)
                .toList();
        return placeholders.make(scalar.span(), scalar.text(), String.join(", ", references));
    }

    private SourceNode sequence(SourceNode.Sequence sequence) {
        List<SourceNode> items = new ArrayList<>();
        sequence.items().forEach(item -> evaluate(item).ifPresent(items::add));
        return new SourceNode.Sequence(sequence.span(), items);
    }

    private SourceNode mapping(SourceNode.Mapping mapping) {
        List<SourceNode.Entry> entries = new ArrayList<>();
        boolean transformed = false;
        for (SourceNode.Entry entry : mapping.entries()) {
            if (entry.name().equals("Fn::Transform") || entry.name().startsWith("Fn::ForEach::")) {
                transformed = true;
            } else {
                evaluate(entry.value()).ifPresent(value -> entries.add(new SourceNode.Entry(entry.key(), value)));
            }
        }
        SourceNode.Mapping evaluated = new SourceNode.Mapping(mapping.span(), entries);
        return transformed ? placeholders.mark(evaluated, "Fn::Transform") : evaluated;
    }

    private Optional<SourceNode> function(SourceNode.Mapping call, SourceNode.Entry entry) {
        SourceNode argument = entry.value();
        SourceSpan span = call.span();
        return switch (entry.name()) {
            case "Ref" -> references.ref(argument, span, this);
            case "Fn::If" -> conditional(argument, span);
            case "Fn::GetAtt" -> Optional.of(references.attribute(argument, span, this));
            case "Fn::FindInMap" -> Optional.of(references.findInMap(argument, span, this));
            case "Fn::Sub" -> Optional.of(texts.sub(argument, span));
            case "Fn::Join" -> Optional.of(texts.join(argument, span));
            case "Fn::Split" -> Optional.of(texts.split(argument, span));
            case "Fn::Select" -> Optional.of(texts.select(argument, span));
            case "Fn::Base64" -> Optional.of(texts.base64(argument, span));
            case "Fn::ImportValue" -> Optional.of(texts.importValue(argument, span));
            case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" ->
                Optional.of(wrong(
                        span, entry.name() + " stands in conditions only.", "Use Fn::If with a condition's name."));
            case "Fn::Cidr", "Fn::GetAZs", "Fn::Length", "Fn::ToJsonString", "Fn::Transform" ->
                Optional.of(placeholders.make(span, "${" + entry.name() + "}", entry.name()));
            default ->
                Optional.of(wrong(
                        span,
                        "'" + entry.name() + "' is no function of CloudFormation.",
                        "Functions are written as Ref, Fn::Sub, Fn::Join and so on."));
        };
    }

    private Optional<SourceNode> conditional(SourceNode argument, SourceSpan span) {
        if (!(argument instanceof SourceNode.Sequence parts)
                || parts.items().size() != 3
                || !(parts.items().getFirst() instanceof SourceNode.Scalar name)) {
            return Optional.of(wrong(
                    span,
                    "Fn::If does not have three parts.",
                    "Write Fn::If: [Condition, value if true, value if false]."));
        }
        Optional<Boolean> known = conditions.named(name);
        if (known.isPresent()) {
            return evaluate(parts.items().get(known.get() ? 1 : 2));
        }
        Optional<SourceNode> assumed =
                evaluate(parts.items().get(1)).or(() -> evaluate(parts.items().get(2)));
        return assumed.map(value -> placeholders.mark(copy(value, span), "Fn::If " + name.text()));
    }

    private static SourceNode copy(SourceNode node, SourceSpan span) {
        return switch (node) {
            case SourceNode.Mapping mapping -> new SourceNode.Mapping(mapping.span(), mapping.entries());
            case SourceNode.Sequence sequence -> new SourceNode.Sequence(sequence.span(), sequence.items());
            case SourceNode.Scalar scalar -> new SourceNode.Scalar(span, scalar.type(), scalar.text());
        };
    }

    /** The elements of a function's argument; empty, after a report, when it is no list of that many. */
    List<SourceNode> arguments(SourceNode argument, SourceSpan span, int fewest, int most, String usage) {
        if (argument instanceof SourceNode.Sequence list
                && list.items().size() >= fewest
                && list.items().size() <= most) {
            return list.items();
        }
        problems.report(
                ProblemType.TEMPLATE_FUNCTION,
                span,
                "",
                "This function has the wrong arguments.",
                "Write " + usage + ".");
        return List.of();
    }

    /** The evaluated scalar; empty when it is something else. */
    Optional<SourceNode.Scalar> scalar(SourceNode node) {
        return evaluate(node)
                .filter(value -> value instanceof SourceNode.Scalar)
                .map(value -> (SourceNode.Scalar) value);
    }

    /** Reports a mistake and goes on with a placeholder, so that it is reported once. */
    SourceNode.Scalar wrong(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.TEMPLATE_FUNCTION, span, "", message, hint);
        return placeholders.make(span, "${?}", "a function with a mistake");
    }

    /** A text that evaluation made. */
    SourceNode.Scalar text(SourceSpan span, String text, List<String> unknown) {
        if (!grow(text.length(), span)) {
            return placeholders.make(span, "${?}", "a text that is too long");
        }
        return unknown.isEmpty()
                ? new SourceNode.Scalar(span, ScalarType.STRING, text)
                : placeholders.make(span, text, together(unknown));
    }

    private static String together(List<String> unknown) {
        List<String> open = unknown.stream()
                .filter(expression -> !StackValues.isStandIn(expression))
                .toList();
        return open.isEmpty() ? unknown.getFirst() : String.join(", ", open);
    }

    /** A list that evaluation made of a text. */
    SourceNode list(SourceSpan span, List<String> items) {
        if (!grow(items.size(), span)) {
            return placeholders.make(span, "${?}", "a list that is too long");
        }
        List<SourceNode> nodes = new ArrayList<>(items.size());
        items.forEach(item -> nodes.add(new SourceNode.Scalar(span, ScalarType.STRING, item)));
        return new SourceNode.Sequence(span, nodes);
    }

    private boolean grow(int more, SourceSpan span) {
        boolean before = growth <= GROWTH;
        growth = (int) Math.min(Integer.MAX_VALUE, (long) growth + more);
        if (growth <= GROWTH) {
            return true;
        }
        if (before) {
            problems.report(
                    ProblemType.TEMPLATE_FUNCTION, span, "", "The template's functions make more than 8 MiB of text.");
        }
        return false;
    }
}
