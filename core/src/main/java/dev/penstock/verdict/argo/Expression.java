package dev.penstock.verdict.argo;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A part of a condition.
 *
 * @param type what it always comes to, if that is known
 * @param evaluation what it comes to
 */
record Expression(Outcome type, Function<Scope, Value> evaluation) {

    /** What is known before anything is measured. */
    enum Outcome {
        NUMBER("a number"),
        TEXT("a text"),
        BOOL("true or false"),
        ITEMS("a list"),
        MEMBERS("a value with members"),
        /** What was measured itself: it is known with the measurement. */
        RESULT("what was measured"),
        ANY("something");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * What an expression is evaluated on.
     *
     * @param result what was measured
     * @param item what {@code #} stands for
     */
    record Scope(Value result, Value item) {}

    /** What it comes to there. */
    Value in(Scope scope) {
        return evaluation.apply(scope);
    }

    static Expression any(Function<Scope, Value> evaluation) {
        return new Expression(Outcome.ANY, evaluation);
    }

    static Expression number(ToDoubleFunction<Scope> evaluation) {
        return new Expression(Outcome.NUMBER, scope -> new Value.Num(evaluation.applyAsDouble(scope)));
    }

    static Expression truth(Predicate<Scope> evaluation) {
        return new Expression(Outcome.BOOL, scope -> new Value.Bool(evaluation.test(scope)));
    }

    static Expression of(double number) {
        return number(scope -> number);
    }

    static Expression of(String text) {
        return new Expression(Outcome.TEXT, scope -> new Value.Text(text));
    }

    static Expression of(boolean bool) {
        return truth(scope -> bool);
    }
}
