package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import java.util.List;
import java.util.Optional;

/** What it means that there is no change set to execute. */
final class ChangeSetFailures {

    private final Stacks stacks;

    ChangeSetFailures(Stacks stacks) {
        this.stacks = stacks;
    }

    static StackFailure gone(CloudFormationConfiguration configuration) {
        return new StackFailure(
                "PEN-STACK-015",
                "The change set for stack " + configuration.stack()
                        + " is gone: somebody deleted it, or executed another one."
                        + " Nothing was changed by this action. Run it again to see what there is to change now.");
    }

    /**
     * It could not be made.
     *
     * @param template where it is at hand, so that resources have their lines
     */
    StackFailure notMade(
            ActionContext context,
            CloudFormationConfiguration configuration,
            ChangeSet changes,
            Optional<LocatedTemplate> template) {
        List<ValidationError> errors = validationErrors(context, changes);
        List<String> lines = errors.stream()
                .map(error -> template.flatMap(located -> located.resource(error.logicalId()))
                                .map(place -> place + ": ")
                                .orElse("")
                        + error.logicalId() + " (" + error.type() + "): " + StackEnd.sentence(error.reason())
                        + (error.path().isEmpty() ? "" : " At " + error.path() + "."))
                .toList();
        String said = changes.statusReason().isEmpty() ? changes.status().name() : changes.statusReason();
        boolean isNameClash = !errors.isEmpty() && errors.stream().allMatch(ValidationError::isNameClash);
        return new StackFailure(
                isNameClash ? "PEN-STACK-010" : "PEN-STACK-007",
                "No change set could be made for stack " + configuration.stack() + ": "
                        + (lines.isEmpty() ? StackEnd.sentence(said) : lines.getFirst()) + " Nothing was changed.",
                lines);
    }

    /** Who may not read them is left with what the change set says. */
    private List<ValidationError> validationErrors(ActionContext context, ChangeSet changes) {
        try {
            return stacks.validationErrors(context.scope(), changes.id());
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return List.of();
        }
    }
}
