package dev.penstock.aws.cloudformation;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;

/** What is not there. CloudFormation says {@code ValidationError} of a stack, and {@code ChangeSetNotFound} of a change set. */
final class Missing {

    private Missing() {}

    static boolean is(RemoteCallException refused) {
        if (refused.kind() == Kind.NOT_FOUND) {
            return true;
        }
        String said = refused.getMessage() == null ? "" : refused.getMessage();
        return refused.code().equals("ValidationError") && said.contains("does not exist") && said.contains("Stack");
    }
}
