package dev.penstock.simulator.cloudwatch;

import java.util.List;

/** An expression of metric math, read. */
sealed interface MathExpression {

    record Number(double value) implements MathExpression {}

    record Text(String value) implements MathExpression {}

    /** The id of another query, or a word that a function knows. */
    record Name(String value) implements MathExpression {}

    record Array(List<MathExpression> elements) implements MathExpression {}

    record Negation(MathExpression of) implements MathExpression {}

    /**
     * Two operands.
     *
     * @param operator as written: {@code + - * / ^ < <= > >= == != && ||}
     */
    record Operation(String operator, MathExpression left, MathExpression right) implements MathExpression {}

    record Function(String name, List<MathExpression> arguments) implements MathExpression {}
}
