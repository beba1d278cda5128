package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates a template's {@code Conditions}: true, false, or not known because a value that they compare is not known. */
final class Conditions {

    /** How far conditions may refer to each other; more would only be found in a file that means harm. */
    private static final int LONGEST_CHAIN = 200;

    private final SourceNode.Mapping declared;
    private final Evaluator evaluator;
    private final Problems problems;
    private final Map<String, Optional<Boolean>> results = new HashMap<>();
    private final Set<String> underway = new HashSet<>();

    Conditions(SourceNode.Mapping declared, Evaluator evaluator, Problems problems) {
        this.declared = declared;
        this.evaluator = evaluator;
        this.problems = problems;
    }

    /** Whether the condition of that name is true; empty when that is not known. */
    Optional<Boolean> named(SourceNode.Scalar name) {
        Optional<Boolean> result = results.get(name.text());
        if (result != null) {
            return result;
        }
        Optional<SourceNode> declaration = declared.get(name.text());
        if (declaration.isEmpty()) {
            List<String> known =
                    declared.entries().stream().map(SourceNode.Entry::name).toList();
            problems.report(
                    ProblemType.TEMPLATE_REFERENCE,
                    name.span(),
                    "",
                    "The template has no condition '" + name.text() + "'.",
                    known.isEmpty() ? "Declare it under Conditions." : DidYouMean.hint(name.text(), known));
            return Optional.empty();
        }
        if (underway.size() >= LONGEST_CHAIN || !underway.add(name.text())) {
            problems.report(
                    ProblemType.TEMPLATE_CYCLE,
                    name.span(),
                    "",
                    "The condition '" + name.text() + "' depends on itself, or on more than " + LONGEST_CHAIN
                            + " others.");
            return Optional.empty();
        }
        Optional<Boolean> fresh = condition(declaration.get());
        underway.remove(name.text());
        results.put(name.text(), fresh);
        return fresh;
    }

    private Optional<Boolean> condition(SourceNode node) {
        if (!(node instanceof SourceNode.Mapping call) || call.entries().size() != 1) {
            return wrong(node);
        }
        SourceNode argument = call.entries().getFirst().value();
        return switch (call.entries().getFirst().name()) {
            case "Condition" -> argument instanceof SourceNode.Scalar name ? named(name) : wrong(node);
            case "Fn::Equals" -> equal(call, argument);
            case "Fn::Not" -> {
                List<SourceNode> parts = evaluator.arguments(argument, call.span(), 1, 1, "Fn::Not: [condition]");
                yield parts.isEmpty()
                        ? Optional.empty()
                        : condition(parts.getFirst()).map(value -> !value);
            }
            case "Fn::And" -> several(call, argument, false);
            case "Fn::Or" -> several(call, argument, true);
            default -> wrong(node);
        };
    }

    /** And and or: one part decides when it is false or true respectively, whether the others are known or not. */
    private Optional<Boolean> several(SourceNode.Mapping call, SourceNode argument, boolean decides) {
        List<SourceNode> parts = evaluator.arguments(argument, call.span(), 2, 10, "two to ten conditions in a list");
        boolean allKnown = !parts.isEmpty();
        for (SourceNode part : parts) {
            Optional<Boolean> value = condition(part);
            if (value.isPresent() && value.get() == decides) {
                return value;
            }
            allKnown &= value.isPresent();
        }
        return allKnown ? Optional.of(!decides) : Optional.empty();
    }

    private Optional<Boolean> equal(SourceNode.Mapping call, SourceNode argument) {
        List<SourceNode> parts =
                evaluator.arguments(argument, call.span(), 2, 2, "Fn::Equals: [one value, another value]");
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> left = known(parts.get(0));
        Optional<String> right = known(parts.get(1));
        return left.isEmpty() || right.isEmpty() ? Optional.empty() : Optional.of(left.equals(right));
    }

    /** A value that a reference stands for compares as the reference: it is not empty, and no more is known. */
    private Optional<String> known(SourceNode node) {
        Optional<SourceNode.Scalar> evaluated = evaluator.scalar(node);
        return evaluated
                .flatMap(evaluator.placeholders()::hiddenValue)
                .or(() -> evaluated
                        .filter(scalar -> scalar.text().isEmpty()
                                || evaluator.placeholders().expressionOf(scalar).isEmpty())
                        .map(SourceNode.Scalar::text));
    }

    private Optional<Boolean> wrong(SourceNode node) {
        problems.report(
                ProblemType.TEMPLATE_FUNCTION,
                node.span(),
                "",
                "This is no condition.",
                "Conditions are made of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition.");
        return Optional.empty();
    }
}
