package dev.penstock.simulator.cloudformation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * A stack.
 *
 * @param model as it is described
 * @param account twelve digits
 * @param template the text that it has, or gets by the operation under way; empty while there is none yet
 * @param parameters their true values, also of those that are not echoed
 * @param policy the stack policy; empty for none
 * @param imports the names of other stacks' exports that it uses
 * @param processed the template as it was when snippets from elsewhere were put into it; empty when it has none
 * @param number stacks are numbered as they are made
 */
record StackRow(
        Stack model,
        String account,
        String region,
        String template,
        List<Parameter> parameters,
        String policy,
        List<String> imports,
        String processed,
        long number) {

    StackRow {
        parameters = List.copyOf(parameters);
        imports = List.copyOf(imports);
    }

    String id() {
        return model.stackId();
    }

    String name() {
        return model.stackName();
    }

    StackStatus status() {
        return model.stackStatus();
    }

    boolean isDeleted() {
        return status() == StackStatus.DELETE_COMPLETE;
    }

    boolean isNested() {
        return model.parentId() != null;
    }

    /** Whether an operation is going on that keeps others away. */
    boolean isBusy() {
        return model.stackStatusAsString().endsWith("_IN_PROGRESS") && status() != StackStatus.REVIEW_IN_PROGRESS;
    }

    Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        for (Tag tag : model.tags()) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    StackRow with(UnaryOperator<Stack.Builder> change) {
        return new StackRow(
                change.apply(model.toBuilder()).build(),
                account,
                region,
                template,
                parameters,
                policy,
                imports,
                processed,
                number);
    }

    StackRow of(String newTemplate, List<Parameter> values) {
        return new StackRow(model, account, region, newTemplate, values, policy, imports, "", number);
    }

    StackRow under(String newPolicy) {
        return new StackRow(model, account, region, template, parameters, newPolicy, imports, processed, number);
    }

    StackRow importing(List<String> names) {
        return new StackRow(model, account, region, template, parameters, policy, names, processed, number);
    }

    StackRow processed(String body) {
        return new StackRow(model, account, region, template, parameters, policy, imports, body, number);
    }
}
