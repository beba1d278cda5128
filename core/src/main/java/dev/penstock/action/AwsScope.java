package dev.penstock.action;

import java.util.List;
import java.util.Optional;

/**
 * In whose name and where a call is made.
 *
 * @param region the Region; absent for the runner's own
 * @param roleArns roles to assume one after the other, the last one makes the call; empty for the runner's own identity
 */
public record AwsScope(Optional<String> region, List<String> roleArns) {

    /** The runner's own identity in its own Region. */
    public static final AwsScope OWN = new AwsScope(Optional.empty(), List.of());

    public AwsScope {
        roleArns = List.copyOf(roleArns);
    }
}
