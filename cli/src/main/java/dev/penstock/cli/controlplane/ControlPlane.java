package dev.penstock.cli.controlplane;

import dev.penstock.action.AwsScope;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.Stacks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stack as it is in the account.
 *
 * @param stack the stack
 */
public record ControlPlane(Stack stack) {

    /** The parameter that says where the functions' code is. */
    public static final String CODE_KEY = "CodeKey";

    /**
     * The stack of that name; absent if there is none that has resources.
     *
     * @throws dev.penstock.action.RemoteCallException if it cannot be looked at
     */
    public static Optional<ControlPlane> find(Stacks stacks, String name) {
        return stacks.find(AwsScope.OWN, name)
                .filter(stack -> stack.status() != StackStatus.REVIEW_IN_PROGRESS
                        && stack.status() != StackStatus.DELETE_COMPLETE)
                .map(ControlPlane::new);
    }

    /** Whether the stack is another application's, which must not be changed in this one's place. */
    public boolean isForeign() {
        return !stack.parameters().containsKey(CODE_KEY);
    }

    /** The parameters that people set, which an update keeps. */
    public Map<String, String> parameters() {
        Map<String, String> kept = new LinkedHashMap<>(stack.parameters());
        kept.remove(CODE_KEY);
        return kept;
    }

    /** The bucket of code and artifacts; absent before it was made. */
    public Optional<String> bucket() {
        return output("BucketName");
    }

    /** The journal's table; absent before it was made. */
    public Optional<String> table() {
        return output("TableName");
    }

    /** An output of the stack. */
    public Optional<String> output(String name) {
        return Optional.ofNullable(stack.outputValues().get(name));
    }
}
