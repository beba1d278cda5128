package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.Output;

/** What stacks give to other stacks of their account and region. Sources of the texts: stack events that users have published. */
final class Exports {

    private final StackStore store;

    Exports(StackStore store) {
        this.store = store;
    }

    /** All exports in the order of their names. */
    List<Export> all(Caller caller) {
        List<Export> all = new ArrayList<>();
        for (StackRow stack : store.stacksOf(caller)) {
            for (Output output : stack.model().outputs()) {
                if (output.exportName() != null && !stack.isDeleted()) {
                    all.add(Export.builder()
                            .exportingStackId(stack.id())
                            .name(output.exportName())
                            .value(output.outputValue())
                            .build());
                }
            }
        }
        all.sort(Comparator.comparing(Export::name));
        return all;
    }

    Optional<String> value(Caller caller, String name) {
        return all(caller).stream()
                .filter(export -> export.name().equals(name))
                .map(Export::value)
                .findFirst();
    }

    /** The names of the stacks that use an export. */
    List<String> users(Caller caller, String name) {
        return store.stacksOf(caller).stream()
                .filter(stack -> !stack.isDeleted() && stack.imports().contains(name))
                .map(StackRow::name)
                .sorted()
                .toList();
    }

    /** The first export of a stack that another one uses, and by whom. */
    Optional<String> inUse(StackRow stack) {
        Caller place = place(stack);
        for (Output output : stack.model().outputs()) {
            if (output.exportName() != null) {
                List<String> users = users(place, output.exportName());
                if (!users.isEmpty()) {
                    return Optional.of("Cannot delete export " + output.exportName() + " as it is in use by "
                            + String.join(", ", users) + ".");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Checks the outputs that a stack is to have.
     *
     * @throws dev.penstock.simulator.wire.ServiceError when a name is taken, or an export goes or changes that is in use
     */
    void check(StackRow stack, List<Output> outputs) {
        Caller place = place(stack);
        Map<String, String> next = new HashMap<>();
        for (Output output : outputs) {
            if (output.exportName() != null) {
                next.put(output.exportName(), output.outputValue());
            }
        }
        for (Export taken : all(place)) {
            if (next.containsKey(taken.name()) && !taken.exportingStackId().equals(stack.id())) {
                String other = store.stack(taken.exportingStackId()).name();
                throw CloudFormationErrors.validation(
                        "Export with name " + taken.name() + " is already exported by stack " + other);
            }
        }
        Set<String> seen = new HashSet<>();
        for (Output old : stack.model().outputs()) {
            String name = old.exportName();
            if (name == null || !seen.add(name) || old.outputValue().equals(next.get(name))) {
                continue;
            }
            List<String> users = users(place, name);
            if (!users.isEmpty()) {
                throw CloudFormationErrors.validation("Export " + name + " cannot be "
                        + (next.containsKey(name) ? "updated" : "deleted") + " as it is in use by "
                        + String.join(", ", users));
            }
        }
    }

    static Caller place(StackRow stack) {
        return new Caller(stack.account(), stack.region(), "", "");
    }
}
