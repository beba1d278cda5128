package dev.penstock.verdict.argo;

import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Functions that take values. */
final class PlainFunctions {

    private static final Set<String> TESTS = Set.of("isNaN", "isInf", "isNil");
    private static final Set<String> SINGLE =
            Set.of("asInt", "asFloat", "int", "float", "len", "abs", "ceil", "floor", "round");
    private static final Set<String> SEVERAL = Set.of("max", "min", "sum", "mean");

    private PlainFunctions() {}

    static boolean isKnown(String name) {
        return name.equals("default") || TESTS.contains(name) || SINGLE.contains(name) || SEVERAL.contains(name);
    }

    /** Refuses another number of arguments than the function takes. */
    static void checkCount(String name, int arguments) {
        int wanted = name.equals("default") ? 2 : 1;
        boolean several = name.equals("max") || name.equals("min");
        if (several ? arguments < 1 : arguments != wanted) {
            String values = several ? "one value or more" : wanted == 2 ? "two values" : "one value";
            throw new ConditionException("'" + name + "' takes " + values + ", not " + arguments + ".");
        }
    }

    /** One of them with its arguments. */
    static Expression of(String name, List<Expression> arguments) {
        checkCount(name, arguments.size());
        Expression argument = arguments.getFirst();
        if (TESTS.contains(name)) {
            return Expression.truth(scope -> test(name, argument.in(scope)));
        }
        if (SINGLE.contains(name)) {
            return Expression.number(scope -> single(name, argument.in(scope)));
        }
        if (name.equals("sum")) {
            return Expression.number(scope -> numbers(new Value.Items(Functions.items(argument.in(scope))))
                    .sum());
        }
        ToDoubleFunction<Expression.Scope> all = scope ->
                several(name, arguments.stream().map(each -> each.in(scope)).flatMapToDouble(PlainFunctions::numbers));
        return Expression.number(all);
    }

    private static boolean test(String name, Value value) {
        return switch (name) {
            case "isNaN" -> Double.isNaN(Functions.number(value));
            case "isInf" -> Double.isInfinite(Functions.number(value));
            default -> value instanceof Value.Nil;
        };
    }

    private static double single(String name, Value value) {
        return switch (name) {
            case "asInt", "int" -> asInt(value);
            case "asFloat", "float" -> asFloat(value);
            case "len" -> length(value);
            case "abs" -> Math.abs(Functions.number(value));
            case "ceil" -> Math.ceil(Functions.number(value));
            case "floor" -> Math.floor(Functions.number(value));
            default -> round(Functions.number(value));
        };
    }

    /** To the nearest whole number, halves away from zero. */
    private static double round(double number) {
        return Math.copySign(Math.floor(Math.abs(number) + 0.5), number);
    }

    private static DoubleStream numbers(Value value) {
        return value instanceof Value.Items items
                ? items.values().stream().mapToDouble(Functions::number)
                : DoubleStream.of(Functions.number(value));
    }

    private static double several(String name, DoubleStream numbers) {
        double[] all = numbers.toArray();
        return switch (name) {
            case "mean" -> DoubleStream.of(all).average().orElse(0);
            case "max" -> DoubleStream.of(all).max().orElseThrow(PlainFunctions::none);
            default -> DoubleStream.of(all).min().orElseThrow(PlainFunctions::none);
        };
    }

    private static ConditionException none() {
        return new ConditionException("The largest or smallest of no numbers is wanted.");
    }

    private static double length(Value value) {
        return switch (value) {
            case Value.Text text -> text.value().length();
            case Value.Members members -> members.values().size();
            case Value.Nil other -> Functions.items(other).size();
            case Value.Bool other -> Functions.items(other).size();
            case Value.Num other -> Functions.items(other).size();
            case Value.Items items -> items.values().size();
        };
    }

    private static double asInt(Value value) {
        if (value instanceof Value.Text text) {
            try {
                return Long.parseLong(text.value());
            } catch (NumberFormatException e) {
                throw new ConditionException("'" + text.value() + "' is no whole number.");
            }
        }
        double number = Functions.number(value);
        return number < 0 ? Math.ceil(number) : Math.floor(number);
    }

    private static double asFloat(Value value) {
        if (value instanceof Value.Text text) {
            try {
                return Double.parseDouble(text.value());
            } catch (NumberFormatException e) {
                throw new ConditionException("'" + text.value() + "' is no number.");
            }
        }
        return Functions.number(value);
    }
}
