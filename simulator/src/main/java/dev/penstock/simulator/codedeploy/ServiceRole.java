package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.service.Caller;
import java.time.Instant;
import java.util.function.Supplier;

/** The service role of a deployment group, in whose name its deployments are carried out. */
final class ServiceRole {

    /** By this session ECS knows who may move the task sets of a service whose deployment controller is CODE_DEPLOY. */
    static final String SESSION = "AWSCodeDeploy";

    private final ServiceSessions sessions;
    private final Supplier<Instant> clock;

    ServiceRole(ServiceSessions sessions, Supplier<Instant> clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    Caller assume(DeploymentRow row) throws DeploymentFailure {
        return sessions.assume(row.region(), row.role(), "codedeploy.amazonaws.com", SESSION, clock.get())
                .orElseThrow(() -> new DeploymentFailure(
                        "IAM_ROLE_MISSING",
                        "The service role " + row.role() + " does not exist or cannot be assumed."));
    }

    /** The role, or else somebody without any permission: for looks that may find nothing. */
    Caller assumed(DeploymentRow row) {
        try {
            return assume(row);
        } catch (DeploymentFailure missing) {
            return new Caller(row.account(), row.region(), row.role(), SESSION);
        }
    }
}
