package dev.penstock.verdict.argo;

import java.util.function.Function;

/**
 * A part of a condition.
 *
 * @param type what it always comes to, if that is known
 * @param evaluation what it comes to
 */
record Expression(Outcome type, Function<Scope, Value> evaluation) {

    /** What is known before anything is measured. */
    enum Outcome {
        NUMBER,
        TEXT,
        BOOL,
        ANY
    }

    /**
     * What an expression is evaluated on.
     *
     * @param result what was measured
     * @param item what {@code #} stands for
     */
    record Scope(Value result, Value item) {}

    static Expression any(Function<Scope, Value> evaluation) {
        return new Expression(Outcome.ANY, evaluation);
    }

    static Expression of(double number) {
        return new Expression(Outcome.NUMBER, scope -> new Value.Num(number));
    }

    static Expression of(String text) {
        return new Expression(Outcome.TEXT, scope -> new Value.Text(text));
    }

    static Expression of(boolean bool) {
        return new Expression(Outcome.BOOL, scope -> new Value.Bool(bool));
    }
}
