package dev.penstock.simulator.logs;

import dev.penstock.simulator.logs.LogStore.Group;
import dev.penstock.simulator.logs.LogStore.Stream;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What groups and streams are called by, and finding those that must be there. */
final class LogNames {

    private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]+");
    private static final Pattern STREAM = Pattern.compile("[^:*]+");
    private static final int LONGEST = 512;

    private static final Pattern IDENTIFIER = Pattern.compile("[\\w#+=/:,.@-]*");

    private LogNames() {}

    static String checkGroup(@Nullable String given) {
        String name = checkLength(given);
        if (!GROUP.matcher(name).matches()) {
            throw LogErrors.constraint(
                    name, "logGroupName", "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
        }
        return name;
    }

    static String checkStream(@Nullable String given) {
        String name = checkLength(given);
        if (!STREAM.matcher(name).matches()) {
            throw LogErrors.constraint(name, "logStreamName", "satisfy regular expression pattern: [^:*]*");
        }
        return name;
    }

    /** A group that must be there, by name. */
    static Group group(LogStore logs, Call call, @Nullable String name) {
        return logs.group(call.account(), call.region(), checkLength(name))
                .orElseThrow(() -> LogErrors.notFound("log group"));
    }

    /** A group that must be there, by name or by identifier, which is a name or an ARN; one of them only. */
    static Group group(LogStore logs, Call call, @Nullable String name, @Nullable String identifier) {
        if (name != null && identifier != null) {
            throw ServiceError.client(
                    "ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        if (identifier != null && !IDENTIFIER.matcher(identifier).matches()) {
            // An ARN that ends in :* is one of all streams, not of the group.
            throw LogErrors.invalid("1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy"
                    + " constraint: Member must satisfy regular expression pattern: [\\w#+=/:,.@-]*");
        }
        return group(logs, call, identifier == null ? name : bare(identifier));
    }

    static Stream stream(LogStore logs, Call call, Group group, @Nullable String name) {
        return logs.stream(call.account(), call.region(), group.name(), checkLength(name))
                .orElseThrow(() -> LogErrors.notFound("log stream"));
    }

    /** The name in an ARN of a group, or what is given when it is none. */
    static String bare(String identifier) {
        String mark = ":log-group:";
        if (!identifier.startsWith("arn:") || !identifier.contains(mark)) {
            return identifier;
        }
        String name = identifier.substring(identifier.indexOf(mark) + mark.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    private static String checkLength(@Nullable String given) {
        String name = given == null ? "" : given;
        if (name.length() > LONGEST) {
            throw LogErrors.invalid("Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
        }
        return name;
    }
}
