package dev.penstock.runner;

import dev.penstock.cloudformation.StackValues;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is known of the stack of a template that a pipeline is declared in; of other definitions it says nothing.
 *
 * @param name {@code AWS::StackName}
 * @param region {@code AWS::Region}, where neither command nor settings name one
 * @param account {@code AWS::AccountId}, where the settings name none; 12 digits
 * @param values of its parameters and resources
 */
public record TemplateStack(
        Optional<String> name, Optional<String> region, Optional<String> account, StackValues values) {

    /** Nothing is known of a stack. */
    public static TemplateStack none() {
        return new TemplateStack(Optional.empty(), Optional.empty(), Optional.empty(), StackValues.none());
    }

    /**
     * There is none: a simulated account takes what the template calls things for their names.
     *
     * @param file the template, whose name stands for the stack's
     */
    public static TemplateStack rehearsed(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
        return new TemplateStack(
                Optional.of(name),
                Optional.of(RunPlan.SIMULATED_REGION),
                Optional.of(RunPlan.SIMULATED_ACCOUNT),
                StackValues.rehearsed());
    }

    /**
     * A stack as it is.
     *
     * @param resources those of the stack
     */
    public static TemplateStack of(Stack stack, List<StackResource> resources) {
        // arn:PARTITION:cloudformation:REGION:ACCOUNT:stack/NAME/ID
        String[] id = stack.id().split(":", 6);
        Map<String, String> ids = resources.stream()
                .filter(resource -> !resource.physicalId().isEmpty() && !resource.isGone())
                .collect(
                        Collectors.toMap(StackResource::logicalId, StackResource::physicalId, (older, newer) -> newer));
        boolean arn = id.length == 6;
        return new TemplateStack(
                Optional.of(stack.name()),
                arn ? Optional.of(id[3]) : Optional.empty(),
                arn ? Optional.of(id[4]) : Optional.empty(),
                new StackValues(stack.parameters(), ids, false));
    }
}
