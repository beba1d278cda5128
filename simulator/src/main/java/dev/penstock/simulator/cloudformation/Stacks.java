package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stacks by what callers call them: a name, which the stack that is not deleted has, or an id. */
final class Stacks {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*");
    private static final Pattern NAME_OR_ID = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*");
    private static final int LONGEST_NAME = 128;

    private final StackStore store;

    Stacks(StackStore store) {
        this.store = store;
    }

    Optional<StackRow> find(Caller caller, String nameOrId) {
        if (nameOrId.startsWith("arn:")) {
            return store.stacks
                    .get(nameOrId)
                    .filter(row -> row.account().equals(caller.account())
                            && row.region().equals(caller.region()));
        }
        return store.named(caller, nameOrId);
    }

    /**
     * The stack of a name or an id.
     *
     * @param absent the error when there is none: operations say it in different words
     */
    StackRow get(Caller caller, @Nullable String nameOrId, Function<String, ServiceError> absent) {
        String wanted = nameOrId(nameOrId);
        return find(caller, wanted).orElseThrow(() -> absent.apply(wanted));
    }

    /** The same for one that is not deleted. */
    StackRow living(Caller caller, @Nullable String nameOrId, Function<String, ServiceError> absent) {
        StackRow stack = get(caller, nameOrId, absent);
        if (stack.isDeleted()) {
            throw absent.apply(nameOrId(nameOrId));
        }
        return stack;
    }

    static String nameOrId(@Nullable String given) {
        String value = CloudFormationErrors.required("stackName", given);
        if (!NAME_OR_ID.matcher(value).matches()) {
            throw badName(value);
        }
        return value;
    }

    /** The name of a stack that is to be made. */
    static String newName(@Nullable String given) {
        String value = CloudFormationErrors.required("stackName", given);
        if (!NAME.matcher(value).matches()) {
            throw badName(value);
        }
        if (value.length() > LONGEST_NAME) {
            throw CloudFormationErrors.constraint(
                    "stackName", value, "have length less than or equal to " + LONGEST_NAME);
        }
        return value;
    }

    private static ServiceError badName(String value) {
        return CloudFormationErrors.constraint(
                "stackName", value, "satisfy regular expression pattern: " + NAME_OR_ID.pattern());
    }
}
