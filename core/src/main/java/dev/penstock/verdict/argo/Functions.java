package dev.penstock.verdict.argo;

import java.util.List;

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

    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw new ConditionException("A text is wanted, not " + describe(value) + ".");
    }

    static boolean part(String operator, String text, String part) {
        return switch (operator) {
            case "contains" -> text.contains(part);
            case "startsWith" -> text.startsWith(part);
            default -> text.endsWith(part);
        };
    }

    static List<Value> items(Value value) {
        if (value instanceof Value.Items items) {
            return items.values();
        }
        throw new ConditionException("A list is wanted, not " + describe(value) + ".");
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
