package dev.penstock.settings;

import dev.penstock.stack.RecoveryPolicy;
import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackWaves;
import dev.penstock.stack.TwinStacks;
import dev.penstock.stack.review.Consequence;
import dev.penstock.stack.review.ReviewPolicy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a stack is deployed.
 *
 * @param recovery how much is done to bring back a stack that is broken
 * @param skipFailedResources whether a rollback that fails again goes on without what it fails at
 * @param rollback alarms that take a deployment back
 * @param drift what is done about resources that differ from the template
 * @param whenStopped what becomes of an operation when the action is abandoned
 * @param notificationArns SNS topics that are told of the stack's events
 * @param review what is done about the consequences of a change set
 * @param policyDuringUpdate the stack policy that holds while the stack is updated, as JSON
 * @param waves the stacks that are deployed to, if it is not the one that the action names
 * @param twins how requests are moved from a stack to its twin, where it has one
 * @param mode when a resource counts as complete
 */
public record StackSetting(
        Optional<RecoveryPolicy.Extent> recovery,
        Optional<Boolean> skipFailedResources,
        Optional<RollbackConfiguration> rollback,
        Optional<StackOptions.Drift> drift,
        Optional<StackOptions.WhenStopped> whenStopped,
        List<String> notificationArns,
        Map<Consequence, ReviewPolicy.Response> review,
        Optional<String> policyDuringUpdate,
        Optional<StackWaves> waves,
        Optional<TwinStacks> twins,
        Optional<StackOptions.Mode> mode) {

    public StackSetting {
        notificationArns = List.copyOf(notificationArns);
        Map<Consequence, ReviewPolicy.Response> copy = new EnumMap<>(Consequence.class);
        copy.putAll(review);
        review = Collections.unmodifiableMap(copy);
    }

    /** Nothing is set. */
    public static StackSetting none() {
        return new StackSetting(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What is said here, and what another says where nothing is said here. */
    StackSetting over(StackSetting common) {
        Map<Consequence, ReviewPolicy.Response> merged = new EnumMap<>(Consequence.class);
        merged.putAll(common.review);
        merged.putAll(review);
        return new StackSetting(
                recovery.or(common::recovery),
                skipFailedResources.or(common::skipFailedResources),
                rollback.or(common::rollback),
                drift.or(common::drift),
                whenStopped.or(common::whenStopped),
                notificationArns.isEmpty() ? common.notificationArns : notificationArns,
                merged,
                policyDuringUpdate.or(common::policyDuringUpdate),
                waves.or(common::waves),
                twins.or(common::twins),
                mode.or(common::mode));
    }

    /** The same for looking ahead: no broken stack is brought back, and all targets are looked at side by side. */
    StackSetting forPlanning() {
        return new StackSetting(
                Optional.of(RecoveryPolicy.Extent.NONE),
                skipFailedResources,
                rollback,
                Optional.of(StackOptions.Drift.OFF),
                whenStopped,
                notificationArns,
                review,
                policyDuringUpdate,
                waves.map(StackWaves::forPlanning),
                twins,
                mode);
    }

    /** What the deployment does, with the defaults where nothing is set. */
    public StackOptions options() {
        StackOptions usual = StackOptions.DEFAULT;
        return new StackOptions(
                new RecoveryPolicy(
                        recovery.orElse(usual.recovery().extent()),
                        skipFailedResources.orElse(usual.recovery().skipFailedResources())),
                rollback.orElse(usual.rollback()),
                drift.orElse(usual.drift()),
                whenStopped.orElse(usual.whenStopped()),
                notificationArns,
                policyDuringUpdate,
                mode.orElse(usual.mode()));
    }

    /** What is done about consequences, with the default where nothing is set. */
    public ReviewPolicy reviewPolicy() {
        ReviewPolicy policy = ReviewPolicy.CAREFUL;
        for (Map.Entry<Consequence, ReviewPolicy.Response> response : review.entrySet()) {
            policy = policy.with(response.getKey(), response.getValue());
        }
        return policy;
    }
}
