package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import java.util.List;
import java.util.Set;

/**
 * Refuses what CloudFormation would refuse half-way: to delete an export that another stack imports ("Get exported outputs from a
 * deployed CloudFormation stack", AWS CloudFormation User Guide). Whether the value of one changes is CloudFormation's to find out.
 */
final class ExportsInUse {

    private final Stacks stacks;

    ExportsInUse(Stacks stacks) {
        this.stacks = stacks;
    }

    /**
     * Looks whether exports would go that are in use.
     *
     * @param exporting the outputs that are exported afterwards
     * @throws StackFailure if one that goes is in use
     */
    void check(AwsScope scope, Stack stack, Set<String> exporting) throws StackFailure {
        for (StackOutput output : stack.outputs()) {
            if (output.exportName().isPresent() && !exporting.contains(output.key())) {
                List<String> users = users(scope, output.exportName().get());
                if (!users.isEmpty()) {
                    throw new StackFailure(
                            "PEN-STACK-033",
                            "The export '" + output.exportName().get() + "' of stack " + stack.name()
                                    + " would be deleted, and is in use by " + String.join(", ", users)
                                    + ". Take the import out there first. Nothing was changed.",
                            users);
                }
            }
        }
    }

    /** Who may not list them is told by CloudFormation. */
    private List<String> users(AwsScope scope, String export) {
        try {
            return stacks.importers(scope, export);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return List.of();
        }
    }
}
