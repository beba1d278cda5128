package dev.penstock.simulator.cloudformation.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which resource waits for which. */
final class Dependencies {

    private Dependencies() {}

    /**
     * Each after those that it depends on, else in the order of the map.
     *
     * @throws dev.penstock.simulator.wire.ServiceError ValidationError when some depend on each other
     */
    static List<String> order(Map<String, Set<String>> dependencies) {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        Map<String, List<String>> dependents = new LinkedHashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        dependencies.forEach((name, on) -> {
            waiting.put(name, on.size());
            on.forEach(each ->
                    dependents.computeIfAbsent(each, key -> new ArrayList<>()).add(name));
            if (on.isEmpty()) {
                ready.add(name);
            }
        });
        List<String> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            String name = ready.remove();
            order.add(name);
            for (String dependent : dependents.getOrDefault(name, List.of())) {
                if (waiting.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        if (order.size() < dependencies.size()) {
            Set<String> left = new LinkedHashSet<>(dependencies.keySet());
            order.forEach(left::remove);
            throw TemplateErrors.validation(
                    "Circular dependency between resources: [" + String.join(", ", circle(dependencies, left)) + "]");
        }
        return order;
    }

    /** Of those that cannot be ordered, the ones that are part of a circle, not what merely waits for one. */
    private static Set<String> circle(Map<String, Set<String>> dependencies, Set<String> left) {
        Set<String> circle = new LinkedHashSet<>(left);
        boolean changed = true;
        while (changed) {
            Set<String> needed = new LinkedHashSet<>();
            circle.forEach(name -> needed.addAll(dependencies.getOrDefault(name, Set.of())));
            changed = circle.retainAll(needed);
        }
        return circle;
    }
}
