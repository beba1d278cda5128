package dev.penstock.stack;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.execution.ActionFailure;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What a refused request means to a user. The error codes are those of {@code CreateChangeSet} and {@code DeleteStack}. */
final class StackRefusals {

    private final Stacks stacks;

    StackRefusals(Stacks stacks) {
        this.stacks = stacks;
    }

    /**
     * A failure with a stable id for a refusal.
     *
     * @throws RemoteCallException the refusal itself, where asking again may help or where it says all there is to say
     */
    StackFailure of(AwsScope scope, StackDefinition definition, RemoteCallException refused) {
        if (refused.kind().isWorthAskingAgain()) {
            throw refused;
        }
        String said = refused.getMessage() == null ? "" : refused.getMessage();
        String lower = said.toLowerCase(Locale.ROOT);
        if (refused.code().startsWith("InsufficientCapabilities")) {
            return capabilities(scope, definition, refused, said);
        }
        if (refused.code().startsWith("LimitExceeded")) {
            return failure("PEN-STACK-009", said + " Have the quota raised, or delete stacks that are not needed.");
        }
        if (refused.code().startsWith("AlreadyExists")) {
            return failure("PEN-STACK-010", said);
        }
        boolean ofTheRole = lower.contains("iam:passrole")
                || (lower.contains("role") && (lower.contains("assumed") || lower.contains("pass")));
        if (ofTheRole && (refused.kind() == Kind.DENIED || refused.kind() == Kind.INVALID)) {
            String role = definition.roleArn().orElse("the stack's");
            return failure(
                    "PEN-STACK-008",
                    said + " The role is " + role + ": the caller needs iam:PassRole for it, and CloudFormation"
                            + " (cloudformation.amazonaws.com) must be trusted by it.");
        }
        if (refused.kind() == Kind.INVALID && lower.contains("parameter")) {
            return failure("PEN-STACK-005", said);
        }
        if (refused.kind() == Kind.INVALID) {
            return failure("PEN-STACK-007", said);
        }
        throw refused;
    }

    private StackFailure capabilities(
            AwsScope scope, StackDefinition definition, RemoteCallException refused, String said) {
        try {
            TemplateSummary summary = stacks.validate(scope, definition.template());
            TreeSet<String> missing = new TreeSet<>(summary.capabilities());
            missing.removeAll(definition.capabilities());
            if (!missing.isEmpty()) {
                String why = summary.capabilitiesReason().isEmpty() ? "" : " " + summary.capabilitiesReason();
                return failure(
                        "PEN-STACK-006",
                        "The template needs " + String.join(", ", missing) + " to be acknowledged." + why
                                + " Add it to the action's Capabilities if that is meant.");
            }
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            refused.addSuppressed(e);
        }
        return failure("PEN-STACK-006", said + " Add what is missing to the action's Capabilities if that is meant.");
    }

    private static StackFailure failure(String code, String message) {
        return new StackFailure(
                new ActionFailure(ActionFailure.Kind.FAILED, code, message + " Nothing was changed.", List.of()));
    }
}
