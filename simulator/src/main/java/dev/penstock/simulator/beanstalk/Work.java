package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is being done with an environment.
 *
 * @param kind what
 * @param requestId of the call that asked for it
 * @param principal in whose name resources are made: the caller's ARN
 * @param principalId the caller's unique id
 * @param began when it was asked for
 * @param deploymentId of the deployment that it is; the environment's last one when it is none
 * @param before what the environment was, to go back to
 * @param steps what is left to do, the current one first
 * @param since when the current step began; empty when it has not
 * @param passed how many health checks in a row were passed in the current step
 * @param launched ids of the instances that it has launched
 * @param failed whether it has failed and only cleans up
 * @param aborted whether that is because somebody asked for it
 * @param policy how instances are gone through
 */
record Work(
        Kind kind,
        String requestId,
        String principal,
        String principalId,
        Instant began,
        long deploymentId,
        EnvironmentRow.Wanted before,
        List<Step> steps,
        Optional<Instant> since,
        int passed,
        List<String> launched,
        boolean failed,
        boolean aborted,
        Policy policy) {

    /** What can be done with an environment. */
    enum Kind {
        CREATE,
        DEPLOY,
        CONFIGURE,
        REBUILD,
        RESTART,
        TERMINATE,
        TAG;

        /** Whether it can be aborted. Source: Developer Guide, "Abort current operation". */
        boolean isAbortable() {
            return this == DEPLOY || this == CONFIGURE;
        }
    }

    /** How a change goes over instances. */
    enum Policy {
        ALL_AT_ONCE,
        ROLLING,
        ADDITIONAL_BATCH,
        IMMUTABLE,
        TRAFFIC_SPLITTING
    }

    Step current() {
        return steps.getFirst();
    }

    Work begun(Instant now) {
        return with(steps, Optional.of(now), 0, launched, failed, aborted);
    }

    Work next() {
        return with(steps.subList(1, steps.size()), Optional.empty(), 0, launched, failed, aborted);
    }

    Work passed(int checks) {
        return with(steps, since, checks, launched, failed, aborted);
    }

    Work launching(List<String> more) {
        List<String> all = new ArrayList<>(launched);
        all.addAll(more);
        return with(steps, since, passed, all, failed, aborted);
    }

    /** Only cleans up from now on. */
    Work failing(List<Step> cleaning, boolean byRequest) {
        return with(cleaning, Optional.empty(), 0, launched, true, byRequest);
    }

    private Work with(
            List<Step> newSteps,
            Optional<Instant> newSince,
            int newPassed,
            List<String> newLaunched,
            boolean newFailed,
            boolean newAborted) {
        return new Work(
                kind,
                requestId,
                principal,
                principalId,
                began,
                deploymentId,
                before,
                List.copyOf(newSteps),
                newSince,
                newPassed,
                List.copyOf(newLaunched),
                newFailed,
                newAborted,
                policy);
    }
}
