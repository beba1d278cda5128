package dev.penstock.verdict.argo;

/**
 * A {@code successCondition} or {@code failureCondition}: an expression over {@code result}, in that part of the language of
 * expr-lang/expr (1.17) that analysis templates use. There are numbers, texts, lists, members ({@code .name}, {@code ?.name}) and
 * indexes; {@code == != < <= > >= in} and {@code not in}, {@code 0 < result < 1}; {@code contains, startsWith, endsWith}; {@code &&
 * || !} and {@code and or not}; {@code + - * / % **}; {@code ? :} and {@code ??}; the functions {@code asInt, asFloat, isNaN, isInf,
 * isNil, default, len, abs, ceil, floor, round, int, float, max, min, sum} and {@code mean}; and {@code all, any, none, one, count,
 * filter} and {@code map} with a predicate such as <code>{# &gt; 0.95}</code> or <code>{.rate &gt; 0.95}</code>.
 */
public final class Condition {

    private final String text;
    private final Expression expression;

    private Condition(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    /**
     * Reads a condition.
     *
     * @throws ConditionException when it cannot be read
     */
    public static Condition parse(String text) {
        return new Condition(text, new ConditionParser(text).parse());
    }

    /**
     * Whether it holds.
     *
     * @throws ConditionException when it cannot be evaluated on that value, or does not come to true or false
     */
    public boolean holds(Value result) {
        Value value = expression.evaluation().apply(new Expression.Scope(result, result));
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        throw new ConditionException("'" + text + "' is not true or false but " + Functions.describe(value) + ".");
    }

    @Override
    public String toString() {
        return text;
    }
}
