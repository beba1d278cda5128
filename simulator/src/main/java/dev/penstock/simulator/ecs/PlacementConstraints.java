package dev.penstock.simulator.ecs;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * Constraints on the container instances of a task: {@code distinctInstance}, and {@code memberOf} with comparisons of
 * attributes that are joined by {@code and}. Source: ECS Developer Guide, "Cluster query language".
 */
final class PlacementConstraints {

    private static final Pattern COMPARISON = Pattern.compile("attribute:(?<name>[A-Za-z0-9._/-]+)\\s*"
            + "(?<operator>==|!=|!?exists|not_in|in)\\s*(?<value>\\[[^\\]]*\\]|[^\\s\\[\\]]*)");

    private PlacementConstraints() {}

    /**
     * Refuses what cannot be judged.
     *
     * @throws ServiceError when an expression is not of the simulated kind
     */
    static void check(List<PlacementConstraint> constraints) {
        for (PlacementConstraint constraint : constraints) {
            if ("memberOf".equals(constraint.typeAsString())) {
                parts(constraint.expression() == null ? "" : constraint.expression())
                        .forEach(PlacementConstraints::comparison);
            } else if (!"distinctInstance".equals(constraint.typeAsString())) {
                throw EcsErrors.invalid("Invalid placement constraint type: " + constraint.typeAsString()
                        + ". Use distinctInstance or memberOf.");
            }
        }
    }

    /** Whether an instance, on which {@code ofSameGroup} tasks of the group run, meets all constraints of a task. */
    static boolean met(
            ContainerInstance instance, TaskDefinition definition, TaskFactory.Order order, long ofSameGroup) {
        boolean distinct = order.constraints().stream().anyMatch(c -> "distinctInstance".equals(c.typeAsString()));
        return (!distinct || ofSameGroup == 0)
                && expressions(order.constraints(), definition).allMatch(part -> member(instance, part));
    }

    /** Whether an instance meets the expressions of a service and of its definition. */
    static boolean met(ContainerInstance instance, TaskDefinition definition, ServiceRecord service) {
        return expressions(service.settings().placementConstraints(), definition)
                .allMatch(part -> member(instance, part));
    }

    private static Stream<String> expressions(List<PlacementConstraint> constraints, TaskDefinition definition) {
        return Stream.concat(
                        constraints.stream()
                                .filter(c -> "memberOf".equals(c.typeAsString()))
                                .map(PlacementConstraint::expression),
                        definition.placementConstraints().stream()
                                .map(c -> c.expression() == null ? "" : c.expression()))
                .flatMap(PlacementConstraints::parts);
    }

    private static Stream<String> parts(String expression) {
        return Arrays.stream(expression.trim().split("\\s+(and|&&)\\s+", -1));
    }

    private static boolean member(ContainerInstance instance, String part) {
        Matcher comparison = comparison(part);
        List<String> values = instance.attributes().stream()
                .filter(a -> a.name().equals(comparison.group("name")))
                .map(a -> value(a))
                .toList();
        List<String> asked = Arrays.stream(comparison
                        .group("value")
                        .replaceAll("[\\[\\]]", "")
                        .trim()
                        .split("\\s*,\\s*", -1))
                .toList();
        boolean any = values.stream().anyMatch(asked::contains);
        return switch (comparison.group("operator")) {
            case "==", "in" -> any;
            case "!=", "not_in" -> !any;
            case "exists" -> !values.isEmpty();
            default -> values.isEmpty();
        };
    }

    private static String value(Attribute attribute) {
        return attribute.value() == null ? "" : attribute.value();
    }

    private static Matcher comparison(String part) {
        Matcher form = COMPARISON.matcher(part.trim());
        if (!form.matches()) {
            throw ServiceError.notSimulated(
                    "the placement expression '" + part + "'",
                    "attribute:name == value, !=, in [a, b], not_in, exists, !exists, joined by and");
        }
        return form;
    }
}
