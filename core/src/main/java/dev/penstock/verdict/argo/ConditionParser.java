package dev.penstock.verdict.argo;

import dev.penstock.verdict.argo.Expression.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a condition by recursive descent: one method for each level of precedence, the weakest first. */
final class ConditionParser {

    private static final Set<String> ORDERS = Set.of("<", "<=", ">", ">=");
    private static final Set<String> EQUALITIES = Set.of("==", "!=");
    private static final Set<String> PARTS = Set.of("contains", "startsWith", "endsWith");
    private static final int DEEPEST = 100;

    private final ConditionTokens tokens;
    private int depth;
    private int predicates;

    ConditionParser(String text) {
        tokens = new ConditionTokens(text);
    }

    Expression parse() {
        Expression whole = whole();
        tokens.end();
        return whole;
    }

    private Expression whole() {
        deeper();
        Expression read = or();
        while (tokens.take("?")) {
            read = choice(read);
        }
        depth--;
        return read;
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw new ConditionException("'" + tokens.text() + "' is nested too deeply.");
        }
    }

    private Expression choice(Expression condition) {
        Expression then = tokens.peek(":") ? condition : whole();
        tokens.expect(":");
        Expression otherwise = whole();
        return Expression.any(scope -> Functions.bool(condition.in(scope)) ? then.in(scope) : otherwise.in(scope));
    }

    private Expression or() {
        Expression left = and();
        while (tokens.take("||") || tokens.take("or")) {
            left = either(left, and());
        }
        return left;
    }

    private static Expression either(Expression one, Expression other) {
        return Expression.truth(scope -> Functions.bool(one.in(scope)) || Functions.bool(other.in(scope)));
    }

    private Expression and() {
        Expression left = comparison();
        while (tokens.take("&&") || tokens.take("and")) {
            left = both(left, comparison());
        }
        return left;
    }

    private static Expression both(Expression one, Expression other) {
        return Expression.truth(scope -> Functions.bool(one.in(scope)) && Functions.bool(other.in(scope)));
    }

    private Expression comparison() {
        Expression left = sum();
        while (true) {
            if (tokens.peek(ORDERS)) {
                left = ordered(left);
            } else if (tokens.peek(EQUALITIES)) {
                String operator = tokens.take();
                left = Comparison.of(operator, left, sum());
            } else if (tokens.take("in")) {
                left = within(left, sum(), true);
            } else if (tokens.take("not", "in")) {
                left = within(left, sum(), false);
            } else if (tokens.peek(PARTS)) {
                left = part(tokens.take(), left, sum());
            } else {
                return left;
            }
        }
    }

    private static Expression part(String operator, Expression text, Expression part) {
        return Expression.truth(
                scope -> Functions.part(operator, Functions.text(text.in(scope)), Functions.text(part.in(scope))));
    }

    /** Orders may be chained: each neighbour is compared with the next. */
    private Expression ordered(Expression first) {
        Expression left = first;
        Expression all = Expression.of(true);
        boolean one = true;
        while (tokens.peek(ORDERS)) {
            String operator = tokens.take();
            Expression right = sum();
            Expression compared = Comparison.of(operator, left, right);
            all = one ? compared : both(all, compared);
            one = false;
            left = right;
        }
        return all;
    }

    private static Expression within(Expression wanted, Expression holder, boolean should) {
        return Expression.truth(scope -> should == Functions.contains(holder.in(scope), wanted.in(scope)));
    }

    private Expression sum() {
        Expression left = product();
        while (tokens.peek("+") || tokens.peek("-")) {
            double sign = tokens.take().equals("+") ? 1 : -1;
            Expression one = left;
            Expression other = product();
            left = Expression.number(
                    scope -> Functions.number(one.in(scope)) + sign * Functions.number(other.in(scope)));
        }
        return left;
    }

    private Expression product() {
        Expression left = negated();
        while (tokens.peek("*") || tokens.peek("/") || tokens.peek("%")) {
            String operator = tokens.take();
            Expression one = left;
            Expression other = negated();
            left = Expression.number(scope -> {
                double a = Functions.number(one.in(scope));
                double b = Functions.number(other.in(scope));
                return switch (operator) {
                    case "*" -> a * b;
                    case "/" -> a / b;
                    default -> a % b;
                };
            });
        }
        return left;
    }

    /** {@code !} and {@code not} take in products, the minus only powers: as the language has it. */
    private Expression negated() {
        deeper();
        Expression read;
        if (tokens.take("!") || tokens.take("not")) {
            Expression inner = product();
            read = Expression.truth(scope -> !Functions.bool(inner.in(scope)));
        } else if (tokens.take("-")) {
            Expression inner = negated();
            read = Expression.number(scope -> -Functions.number(inner.in(scope)));
        } else {
            read = power();
        }
        depth--;
        return read;
    }

    private Expression power() {
        Expression base = fallback();
        if (!tokens.take("**") && !tokens.take("^")) {
            return base;
        }
        Expression exponent = negated();
        return Expression.number(
                scope -> StrictMath.pow(Functions.number(base.in(scope)), Functions.number(exponent.in(scope))));
    }

    private Expression fallback() {
        Expression left = postfix();
        while (tokens.take("??")) {
            left = otherwise(left, postfix());
        }
        return left;
    }

    private static Expression otherwise(Expression value, Expression instead) {
        return Expression.any(scope -> {
            Value found = value.in(scope);
            return found instanceof Value.Nil ? instead.in(scope) : found;
        });
    }

    private Expression postfix() {
        Expression read = primary();
        while (true) {
            if (tokens.take(".")) {
                read = member(read, tokens.word(), false);
            } else if (tokens.take("?.")) {
                read = member(read, tokens.word(), true);
            } else if (tokens.take("[")) {
                Expression holder = read;
                Expression index = closed(whole(), "]");
                read = Expression.any(scope -> Functions.element(holder.in(scope), index.in(scope)));
            } else {
                return read;
            }
        }
    }

    private static Expression member(Expression holder, String name, boolean optional) {
        return Expression.any(scope -> {
            Value found = holder.in(scope);
            return optional && found instanceof Value.Nil ? found : Functions.member(found, name);
        });
    }

    private Expression primary() {
        if (predicates > 0 && tokens.peek(".")) {
            // The point of '.name' is taken as that of '#.name'.
            return Expression.any(Expression.Scope::item);
        }
        String token = tokens.take();
        char first = token.charAt(0);
        if (Character.isDigit(first) || (first == '.' && token.length() > 1)) {
            return Expression.of(Double.parseDouble(token));
        }
        if (first == '"' || first == '\'') {
            return Expression.of(token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1"));
        }
        return switch (token) {
            case "(" -> closed(whole(), ")");
            case "[" -> list();
            case "#" -> Expression.any(Expression.Scope::item);
            case "true" -> Expression.of(true);
            case "false" -> Expression.of(false);
            case "nil" -> Expression.any(scope -> new Value.Nil());
            case "result" -> new Expression(Outcome.RESULT, Expression.Scope::result);
            default -> function(token);
        };
    }

    private Expression list() {
        List<Expression> elements = elements("]");
        return new Expression(
                Outcome.ITEMS,
                scope -> new Value.Items(
                        elements.stream().map(each -> each.in(scope)).toList()));
    }

    private List<Expression> elements(String end) {
        List<Expression> elements = new ArrayList<>();
        while (!tokens.take(end)) {
            if (!elements.isEmpty()) {
                tokens.expect(",");
            }
            elements.add(whole());
        }
        return elements;
    }

    private Expression function(String name) {
        if (ItemFunctions.NAMES.contains(name)) {
            tokens.expect("(");
            Expression items = whole();
            tokens.expect(",");
            predicates++;
            Expression predicate = tokens.take("{") ? closed(whole(), "}") : whole();
            predicates--;
            tokens.expect(")");
            return ItemFunctions.of(name, items, predicate);
        }
        if (PlainFunctions.isKnown(name)) {
            tokens.expect("(");
            List<Expression> arguments = elements(")");
            if (name.equals("default")) {
                PlainFunctions.checkCount(name, arguments.size());
                return otherwise(arguments.get(0), arguments.get(1));
            }
            return PlainFunctions.of(name, arguments);
        }
        throw new ConditionException("'" + name + "' is not known in '" + tokens.text() + "'.");
    }

    private Expression closed(Expression inner, String bracket) {
        tokens.expect(bracket);
        return inner;
    }
}
