package dev.penstock.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack shall be.
 *
 * @param template its template
 * @param parameters values by parameter; one that is left out has its default
 * @param tags tags of the stack and of its resources, at most 50
 * @param capabilities what is acknowledged, such as {@code CAPABILITY_IAM}
 * @param roleArn the role that changes its resources; absent for the one the stack has, or the caller
 * @param rollback what takes the operation back
 * @param notificationArns SNS topics that are told of its events, at most 5
 * @param resourceTypes the types of resources that may be touched; empty for all
 * @param mode when a resource counts as complete
 */
public record StackDefinition(
        TemplateSource template,
        Map<String, ParameterValue> parameters,
        Map<String, String> tags,
        Set<String> capabilities,
        Optional<String> roleArn,
        RollbackConfiguration rollback,
        List<String> notificationArns,
        List<String> resourceTypes,
        StackOptions.Mode mode) {

    public StackDefinition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(capabilities));
        notificationArns = List.copyOf(notificationArns);
        resourceTypes = List.copyOf(resourceTypes);
    }

    /** A template, and nothing else. */
    public static StackDefinition of(TemplateSource template) {
        return new StackDefinition(
                template,
                Map.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                RollbackConfiguration.NONE,
                List.of(),
                List.of(),
                StackOptions.Mode.STANDARD);
    }
}
