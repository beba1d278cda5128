package dev.penstock.cloudformation;

import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.SourceSpan;
import java.util.IdentityHashMap;
import java.util.Optional;

/** Remembers which nodes stand for values that are not known, by identity: their text alone would not tell. */
final class Placeholders {

    private final IdentityHashMap<SourceNode, String> expressions = new IdentityHashMap<>();
    private final IdentityHashMap<SourceNode, String> values = new IdentityHashMap<>();

    /** Text that shows what is missing. */
    SourceNode.Scalar make(SourceSpan span, String text, String expression) {
        return mark(new SourceNode.Scalar(span, ScalarType.STRING, text), expression);
    }

    /**
     * Text in which a reference stands for a value that is not shown.
     *
     * @param compared what conditions compare in its place
     */
    SourceNode.Scalar hide(SourceSpan span, String reference, String compared) {
        SourceNode.Scalar hidden = make(span, reference, reference);
        values.put(hidden, compared);
        return hidden;
    }

    /** What conditions compare in the place of a reference; empty for every other node. */
    Optional<String> hiddenValue(SourceNode node) {
        return Optional.ofNullable(values.get(node));
    }

    /** The node itself, from now on a placeholder. The node must be fresh: a shared one would be marked everywhere. */
    <N extends SourceNode> N mark(N fresh, String expression) {
        expressions.put(fresh, expression);
        return fresh;
    }

    /** What is not known; empty for a node whose value is known. */
    Optional<String> expressionOf(SourceNode node) {
        return Optional.ofNullable(expressions.get(node));
    }

    /** Whether there is nothing that could be gone on with: no value, and nothing that stands in for it. */
    boolean isUnknown(SourceNode node) {
        return expressionOf(node)
                .filter(expression -> !StackValues.isStandIn(expression))
                .isPresent();
    }
}
