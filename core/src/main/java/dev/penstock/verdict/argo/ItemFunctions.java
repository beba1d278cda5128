package dev.penstock.verdict.argo;

import java.util.List;
import java.util.Set;

/** Functions over the elements of a list, with a predicate such as <code>{# &gt; 1}</code>. */
final class ItemFunctions {

    static final Set<String> NAMES = Set.of("all", "any", "none", "one", "count", "filter", "map");

    private ItemFunctions() {}

    /** One of them, by its name in {@link #NAMES}. */
    static Expression of(String name, Expression items, Expression predicate) {
        return switch (name) {
            case "all" ->
                Expression.truth(scope ->
                        matches(scope, items, predicate) == all(scope, items).size());
            case "any" -> Expression.truth(scope -> matches(scope, items, predicate) > 0);
            case "none" -> Expression.truth(scope -> matches(scope, items, predicate) == 0);
            case "one" -> Expression.truth(scope -> matches(scope, items, predicate) == 1);
            case "count" -> Expression.number(scope -> matches(scope, items, predicate));
            case "filter" ->
                Expression.any(scope -> new Value.Items(all(scope, items).stream()
                        .filter(item -> holds(scope, predicate, item))
                        .toList()));
            case "map" ->
                Expression.any(scope -> new Value.Items(all(scope, items).stream()
                        .map(item -> predicate.in(new Expression.Scope(scope.result(), item)))
                        .toList()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<Value> all(Expression.Scope scope, Expression items) {
        return Functions.items(items.in(scope));
    }

    private static long matches(Expression.Scope scope, Expression items, Expression predicate) {
        return all(scope, items).stream()
                .filter(item -> holds(scope, predicate, item))
                .count();
    }

    private static boolean holds(Expression.Scope scope, Expression predicate, Value item) {
        return Functions.bool(predicate.in(new Expression.Scope(scope.result(), item)));
    }
}
