package dev.penstock.verdict.argo;

import dev.penstock.verdict.argo.Expression.Outcome;

/** Two values compared. */
final class Comparison {

    private Comparison() {}

    /**
     * A comparison by {@code ==}, {@code !=} or an order.
     *
     * @throws ConditionException when the two are known to be of different kinds. The kind of what was measured is known only with
     *     the measurement, which then is an error
     */
    static Expression of(String operator, Expression left, Expression right) {
        refuse(operator, left.type(), right.type());
        boolean measured = left.type() == Outcome.RESULT || right.type() == Outcome.RESULT;
        return Expression.truth(scope -> {
            Value one = left.in(scope);
            Value other = right.in(scope);
            if (measured) {
                refuse(operator, kind(left.type(), one), kind(right.type(), other));
            }
            return switch (operator) {
                case "==" -> Functions.equal(one, other);
                case "!=" -> !Functions.equal(one, other);
                default -> Functions.ordered(operator, one, other);
            };
        });
    }

    private static void refuse(String operator, Outcome one, Outcome other) {
        if (one != other && isKnown(one) && isKnown(other)) {
            throw new ConditionException("'" + operator + "' compares " + one.words() + " with " + other.words() + ".");
        }
    }

    private static boolean isKnown(Outcome outcome) {
        return outcome != Outcome.ANY && outcome != Outcome.RESULT;
    }

    /** What is known of a value once the measurement is known. */
    private static Outcome kind(Outcome before, Value value) {
        if (before != Outcome.RESULT) {
            return before;
        }
        return switch (value) {
            case Value.Nil nil -> Outcome.ANY;
            case Value.Bool bool -> Outcome.BOOL;
            case Value.Num number -> Outcome.NUMBER;
            case Value.Text text -> Outcome.TEXT;
            case Value.Items items -> Outcome.ITEMS;
            case Value.Members members -> Outcome.MEMBERS;
        };
    }
}
