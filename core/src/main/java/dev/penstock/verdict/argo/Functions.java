package dev.penstock.verdict.argo;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What conditions can do with values. */
final class Functions {

    private Functions() {}

    static String describe(Value value) {
        return switch (value) {
            case Value.Nil nil -> "nothing";
            case Value.Bool bool -> String.valueOf(bool.value());
            case Value.Num number -> "the number " + number.value();
            case Value.Text text -> "the text '" + text.value() + "'";
            case Value.Items items -> "a list of " + items.values().size();
            case Value.Members members -> "a value with members";
        };
    }

    static double number(Value value) {
        if (value instanceof Value.Num number) {
            return number.value();
        }
        throw new ConditionException("A number is wanted, not " + describe(value) + ".");
    }

    static boolean bool(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        throw new ConditionException("True or false is wanted, not " + describe(value) + ".");
    }

    static List<Value> items(Value value) {
        if (value instanceof Value.Items items) {
            return items.values();
        }
        throw new ConditionException("A list is wanted, not " + describe(value) + ".");
    }

    /** One with a single argument; empty when there is none of that name. */
    static Optional<Value> single(String name, Value argument) {
        return switch (name) {
            case "asInt" -> Optional.of(new Value.Num(asInt(argument)));
            case "asFloat" -> Optional.of(new Value.Num(asFloat(argument)));
            case "isNaN" -> Optional.of(new Value.Bool(Double.isNaN(number(argument))));
            case "isInf" -> Optional.of(new Value.Bool(Double.isInfinite(number(argument))));
            case "isNil" -> Optional.of(new Value.Bool(argument instanceof Value.Nil));
            case "len" -> Optional.of(new Value.Num(length(argument)));
            default -> Optional.empty();
        };
    }

    private static double length(Value value) {
        return value instanceof Value.Text text
                ? text.value().length()
                : items(value).size();
    }

    private static double asInt(Value value) {
        if (value instanceof Value.Text text) {
            try {
                return Long.parseLong(text.value());
            } catch (NumberFormatException e) {
                throw new ConditionException("'" + text.value() + "' is no whole number.");
            }
        }
        double number = number(value);
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
        return number(value);
    }

    /** One over the elements of a list; empty when there is none of that name. */
    static Optional<Value> overItems(String name, List<Value> items, Predicate<Value> predicate) {
        long matches = items.stream().filter(predicate).count();
        return switch (name) {
            case "all" -> Optional.of(new Value.Bool(matches == items.size()));
            case "any" -> Optional.of(new Value.Bool(matches > 0));
            case "none" -> Optional.of(new Value.Bool(matches == 0));
            case "one" -> Optional.of(new Value.Bool(matches == 1));
            case "count" -> Optional.of(new Value.Num(matches));
            case "filter" ->
                Optional.of(new Value.Items(items.stream().filter(predicate).toList()));
            default -> Optional.empty();
        };
    }

    static boolean contains(Value holder, Value wanted) {
        return switch (holder) {
            case Value.Items items -> items.values().contains(wanted);
            case Value.Members members ->
                wanted instanceof Value.Text text && members.values().containsKey(text.value());
            case Value.Nil nil -> false;
            case Value.Bool other -> throw notAHolder(other);
            case Value.Num other -> throw notAHolder(other);
            case Value.Text other -> throw notAHolder(other);
        };
    }

    private static ConditionException notAHolder(Value value) {
        return new ConditionException("'in' looks into lists and members, not into " + describe(value) + ".");
    }

    static Value member(Value holder, String name) {
        if (holder instanceof Value.Members members) {
            return members.values().getOrDefault(name, new Value.Nil());
        }
        throw new ConditionException("There is no '" + name + "' in " + describe(holder) + ".");
    }

    static Value element(Value holder, Value index) {
        if (index instanceof Value.Text name) {
            return member(holder, name.value());
        }
        List<Value> items = items(holder);
        int at = (int) number(index);
        int from = at < 0 ? items.size() + at : at;
        if (from < 0 || from >= items.size()) {
            throw new ConditionException("There is no element " + at + " in a list of " + items.size() + ".");
        }
        return items.get(from);
    }

    static int compare(Value one, Value other) {
        if (one instanceof Value.Text left && other instanceof Value.Text right) {
            return left.value().compareTo(right.value());
        }
        return Double.compare(number(one), number(other));
    }

    /** Whether two values are equal; a number that is none equals nothing. */
    static boolean equal(Value one, Value other) {
        return (one instanceof Value.Num left && other instanceof Value.Num right)
                ? left.value() == right.value()
                : one.equals(other);
    }

    private static boolean isNaN(Value value) {
        return value instanceof Value.Num number && Double.isNaN(number.value());
    }

    /** Whether an order holds; none does of a number that is none. */
    static boolean ordered(String operator, Value one, Value other) {
        boolean unordered = isNaN(one) || isNaN(other);
        int order = compare(one, other);
        return !unordered
                && switch (operator) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
    }
}
