package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackOutput;
import dev.penstock.stack.Stacks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which options an environment must be given. Values that may be secret are compared, and never shown or kept. */
final class OptionChanges {

    private final Stacks stacks;

    OptionChanges(Stacks stacks) {
        this.stacks = stacks;
    }

    /** The options as texts. */
    Map<OptionName, String> wanted(ActionContext context, Map<OptionName, OptionValue> options)
            throws BeanstalkFailure {
        Map<OptionName, String> wanted = new TreeMap<>();
        Map<String, Optional<Stack>> read = new HashMap<>();
        for (Map.Entry<OptionName, OptionValue> option : options.entrySet()) {
            wanted.put(
                    option.getKey(),
                    switch (option.getValue()) {
                        case OptionValue.Text(String text) -> text;
                        case OptionValue.OfStack(String stack, String output) ->
                            output(
                                    option.getKey(),
                                    stack,
                                    output,
                                    read.computeIfAbsent(stack, name -> stacks.find(context.scope(), name)));
                    });
        }
        return wanted;
    }

    private static String output(OptionName option, String stack, String output, Optional<Stack> found)
            throws BeanstalkFailure {
        if (found.isEmpty()) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-011",
                    "The value of " + option + " comes from stack '" + stack
                            + "', and there is no such stack. Nothing was changed.");
        }
        List<StackOutput> outputs = found.get().outputs();
        return outputs.stream()
                .filter(each -> each.key().equals(output))
                .map(StackOutput::value)
                .findFirst()
                .orElseThrow(() -> new BeanstalkFailure(
                        "PEN-BEANSTALK-011",
                        "The value of " + option + " comes from the output '" + output + "' of stack '" + stack
                                + "', which has none of that name. It has "
                                + (outputs.isEmpty()
                                        ? "none"
                                        : String.join(
                                                ", ",
                                                outputs.stream()
                                                        .map(StackOutput::key)
                                                        .toList()))
                                + ". Nothing was changed."));
    }

    /** The options that have another value, or none. */
    static Map<OptionName, String> differing(Map<OptionName, String> wanted, Map<OptionName, String> now) {
        Map<OptionName, String> differing = new TreeMap<>(wanted);
        differing.entrySet().removeIf(option -> option.getValue().equals(now.get(option.getKey())));
        return differing;
    }

    /** A line for each, for people. */
    static List<String> lines(Map<OptionName, String> differing, Map<OptionName, String> now) {
        List<String> lines = new ArrayList<>();
        differing.forEach((option, value) -> {
            String before = now.get(option);
            lines.add(
                    option.isPublic()
                            ? option + ": " + (before == null ? "" : "'" + before + "' -> ") + "'" + value + "'"
                            : option + (before == null ? ": is set" : ": changes"));
        });
        return lines;
    }
}
