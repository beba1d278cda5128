package dev.penstock.verdict.argo;

import dev.penstock.verdict.argo.Expression.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a condition by recursive descent: one method for each level of precedence. */
final class ConditionParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\\.[0-9]+)|(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
                    + "|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\\|\\||[-+*/%<>!()\\[\\]{},.#]))");
    private static final Set<String> SINGLE = Set.of("asInt", "asFloat", "isNaN", "isInf", "isNil", "len");
    private static final Set<String> OVER_ITEMS = Set.of("all", "any", "none", "one", "count", "filter");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final int DEEPEST = 100;

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int depth;

    ConditionParser(String text) {
        this.text = text;
        String trimmed = text.stripTrailing();
        Matcher matcher = TOKEN.matcher(trimmed);
        int at = 0;
        while (at < trimmed.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new ConditionException("'" + text + "' cannot be read from its character " + (at + 1) + " on.");
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
    }

    Expression parse() {
        Expression whole = or();
        if (next < tokens.size()) {
            throw unexpected();
        }
        return whole;
    }

    private Expression or() {
        if (++depth > DEEPEST) {
            throw new ConditionException("'" + text + "' is nested too deeply.");
        }
        Expression left = and();
        while (take("||") || take("or")) {
            Expression one = left;
            Expression other = and();
            left = new Expression(
                    Outcome.BOOL,
                    scope -> new Value.Bool(Functions.bool(one.evaluation().apply(scope))
                            || Functions.bool(other.evaluation().apply(scope))));
        }
        depth--;
        return left;
    }

    private Expression and() {
        Expression left = comparison();
        while (take("&&") || take("and")) {
            Expression one = left;
            Expression other = comparison();
            left = new Expression(
                    Outcome.BOOL,
                    scope -> new Value.Bool(Functions.bool(one.evaluation().apply(scope))
                            && Functions.bool(other.evaluation().apply(scope))));
        }
        return left;
    }

    private Expression comparison() {
        Expression left = sum();
        if (take("in")) {
            return within(left, sum(), true);
        }
        if (peek("not") && next + 1 < tokens.size() && tokens.get(next + 1).equals("in")) {
            next += 2;
            return within(left, sum(), false);
        }
        if (next >= tokens.size() || !COMPARISONS.contains(tokens.get(next))) {
            return left;
        }
        String operator = tokens.get(next++);
        Expression right = sum();
        if (left.type() != right.type() && left.type() != Outcome.ANY && right.type() != Outcome.ANY) {
            throw new ConditionException(
                    "'" + operator + "' compares a " + left.type() + " with a " + right.type() + ".");
        }
        return new Expression(Outcome.BOOL, scope -> {
            Value one = left.evaluation().apply(scope);
            Value other = right.evaluation().apply(scope);
            return new Value.Bool(
                    switch (operator) {
                        case "==" -> Functions.equal(one, other);
                        case "!=" -> !Functions.equal(one, other);
                        default -> Functions.ordered(operator, one, other);
                    });
        });
    }

    private static Expression within(Expression wanted, Expression holder, boolean should) {
        return new Expression(
                Outcome.BOOL,
                scope -> new Value.Bool(should
                        == Functions.contains(
                                holder.evaluation().apply(scope),
                                wanted.evaluation().apply(scope))));
    }

    private Expression sum() {
        Expression left = product();
        while (peek("+") || peek("-")) {
            double sign = tokens.get(next++).equals("+") ? 1 : -1;
            Expression one = left;
            Expression other = product();
            left = new Expression(
                    Outcome.NUMBER,
                    scope -> new Value.Num(Functions.number(one.evaluation().apply(scope))
                            + sign * Functions.number(other.evaluation().apply(scope))));
        }
        return left;
    }

    private Expression product() {
        Expression left = unary();
        while (peek("*") || peek("/") || peek("%")) {
            String operator = tokens.get(next++);
            Expression one = left;
            Expression other = unary();
            left = new Expression(Outcome.NUMBER, scope -> {
                double a = Functions.number(one.evaluation().apply(scope));
                double b = Functions.number(other.evaluation().apply(scope));
                return new Value.Num(
                        switch (operator) {
                            case "*" -> a * b;
                            case "/" -> a / b;
                            default -> a % b;
                        });
            });
        }
        return left;
    }

    private Expression unary() {
        if (++depth > DEEPEST) {
            throw new ConditionException("'" + text + "' is nested too deeply.");
        }
        Expression read;
        if (take("!") || take("not")) {
            Expression inner = unary();
            read = new Expression(
                    Outcome.BOOL,
                    scope -> new Value.Bool(!Functions.bool(inner.evaluation().apply(scope))));
        } else if (take("-")) {
            Expression inner = unary();
            read = new Expression(
                    Outcome.NUMBER,
                    scope -> new Value.Num(-Functions.number(inner.evaluation().apply(scope))));
        } else {
            read = postfix();
        }
        depth--;
        return read;
    }

    private Expression postfix() {
        Expression read = primary();
        while (true) {
            Expression holder = read;
            if (take(".")) {
                String name = word();
                read = Expression.any(
                        scope -> Functions.member(holder.evaluation().apply(scope), name));
            } else if (take("[")) {
                Expression index = or();
                expect("]");
                read = Expression.any(scope -> Functions.element(
                        holder.evaluation().apply(scope), index.evaluation().apply(scope)));
            } else {
                return read;
            }
        }
    }

    private Expression primary() {
        if (next >= tokens.size()) {
            throw new ConditionException("'" + text + "' ends where a value is wanted.");
        }
        String token = tokens.get(next++);
        char first = token.charAt(0);
        if (Character.isDigit(first) || (first == '.' && token.length() > 1)) {
            return Expression.of(Double.parseDouble(token));
        }
        if (first == '"' || first == '\'') {
            return Expression.of(token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1"));
        }
        return switch (token) {
            case "(" -> closed(or(), ")");
            case "[" -> list();
            case "#" -> Expression.any(Expression.Scope::item);
            case "true" -> Expression.of(true);
            case "false" -> Expression.of(false);
            case "nil" -> Expression.any(scope -> new Value.Nil());
            case "result" -> Expression.any(Expression.Scope::result);
            case "default" -> fallback();
            default -> function(token);
        };
    }

    private Expression list() {
        List<Expression> elements = new ArrayList<>();
        while (!take("]")) {
            if (!elements.isEmpty()) {
                expect(",");
            }
            elements.add(or());
        }
        return Expression.any(scope -> new Value.Items(
                elements.stream().map(each -> each.evaluation().apply(scope)).toList()));
    }

    private Expression fallback() {
        expect("(");
        Expression value = or();
        expect(",");
        Expression otherwise = closed(or(), ")");
        return Expression.any(scope -> {
            Value found = value.evaluation().apply(scope);
            return found instanceof Value.Nil ? otherwise.evaluation().apply(scope) : found;
        });
    }

    private Expression function(String name) {
        if (SINGLE.contains(name)) {
            expect("(");
            Expression argument = closed(or(), ")");
            Outcome type = name.startsWith("is") ? Outcome.BOOL : Outcome.NUMBER;
            return new Expression(
                    type,
                    scope -> known(Functions.single(name, argument.evaluation().apply(scope))));
        }
        if (OVER_ITEMS.contains(name)) {
            expect("(");
            Expression items = or();
            expect(",");
            Expression predicate = take("{") ? closed(or(), "}") : or();
            expect(")");
            return Expression.any(scope -> known(Functions.overItems(
                    name,
                    Functions.items(items.evaluation().apply(scope)),
                    item -> Functions.bool(predicate.evaluation().apply(new Expression.Scope(scope.result(), item))))));
        }
        throw new ConditionException("'" + name + "' is not known in '" + text + "'.");
    }

    private static Value known(Optional<Value> value) {
        return value.orElseThrow(() -> new IllegalStateException("a function of the list has no meaning"));
    }

    private Expression closed(Expression inner, String bracket) {
        expect(bracket);
        return inner;
    }

    private String word() {
        if (next < tokens.size()
                && Character.isJavaIdentifierStart(tokens.get(next).charAt(0))) {
            return tokens.get(next++);
        }
        throw unexpected();
    }

    private boolean peek(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private boolean take(String token) {
        boolean there = peek(token);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    private ConditionException unexpected() {
        return new ConditionException(
                next < tokens.size()
                        ? "'" + tokens.get(next) + "' does not belong where it stands in '" + text + "'."
                        : "'" + text + "' ends too early.");
    }
}
