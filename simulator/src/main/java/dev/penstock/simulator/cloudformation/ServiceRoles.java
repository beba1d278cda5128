package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.service.Caller;
import java.time.Instant;
import java.util.Optional;

/** In whose name stacks work: a service role's, if there is one, else that of who asks. */
final class ServiceRoles {

    private static final String SESSION = "AWSCloudFormation";

    private final ServiceSessions sessions;

    ServiceRoles(ServiceSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Assumes a service role.
     *
     * @param roleArn empty for none: the caller then works itself
     * @throws dev.penstock.simulator.wire.ServiceError when there is no such role, or it does not trust CloudFormation
     */
    Caller assume(Caller caller, Optional<String> roleArn, Instant now) {
        return roleArn.filter(arn -> !arn.isEmpty())
                .map(arn -> assume(caller.region(), arn, "cloudformation.amazonaws.com", now))
                .orElse(caller);
    }

    /** Assumes a role for somebody whom it has to trust. */
    Caller assume(String region, String roleArn, String trusted, Instant now) {
        return sessions.assume(region, roleArn, trusted, SESSION, now)
                .orElseThrow(
                        () -> CloudFormationErrors.validation("Role " + roleArn + " is invalid or cannot be assumed"));
    }
}
