package dev.penstock.simulator.cloudformation.types;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/**
 * A group whose instances are replaced batch by batch. Sources: Template Reference, "UpdatePolicy attribute",
 * {@code AutoScalingRollingUpdate}; the words and their order are those of stack events that users have published.
 */
final class RollingUpdate {

    static final String POLICY = "AutoScalingRollingUpdate";
    private static final String STATE = "(rolling)";
    private static final int LOOK_AGAIN = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int ALL = 100;

    private final ResourceContext context;
    private final String name;
    private final Properties policy;

    RollingUpdate(ResourceContext context, String name) {
        this.context = context;
        this.name = name;
        this.policy = context.policies().policy(POLICY);
    }

    static boolean isUnderWay(Deployed group) {
        return Properties.of(group.attributes()).has(STATE);
    }

    /**
     * Begins.
     *
     * @param elsewhere whether the group has other subnets now, so that no instance is where it should be
     */
    Progress begin(boolean elsewhere) {
        AutoScalingGroup group = ScalingGroupCalls.require(context, name);
        List<String> old = group.instances().stream()
                .filter(RollingUpdate::counts)
                .filter(instance -> elsewhere || !isCurrent(group, instance))
                .map(Instance::instanceId)
                .toList();
        if (inService() >= group.maxSize()) {
            return new Progress.Failed(
                    Policies.FAILURE, "MinInstancesInService must be less than the autoscaling group's MaxSize", name);
        }
        int batch = Math.min(batch(), Math.max(1, old.size()));
        int size = Math.min(group.maxSize(), Math.max(group.desiredCapacity(), inService() + batch));
        List<String> told = new ArrayList<>();
        ScalingGroupCalls.suspend(context, name, policy.texts("SuspendProcesses"));
        if (!old.isEmpty()) {
            if (size != group.minSize() || size != group.desiredCapacity()) {
                ScalingGroupCalls.size(context, name, size, size);
                told.add("Temporarily setting autoscaling group MinSize and DesiredCapacity to " + size + ".");
            }
            told.add("Rolling update initiated. Terminating " + old.size() + " obsolete instance(s) in batches of "
                    + batch() + ", while keeping at least " + inService() + " instance(s) in service."
                    + (waits()
                            ? " Waiting on resource signals with a timeout of " + pause()
                                    + " when new instances are added to the autoscaling group."
                            : ""));
        }
        RollingState state = new RollingState(
                old,
                List.of(),
                group.instances().stream()
                        .map(Instance::instanceId)
                        .filter(id -> !old.contains(id))
                        .toList(),
                old.size(),
                0,
                0,
                Math.max(0, size - group.desiredCapacity()),
                Optional.of(context.now()),
                false,
                group.minSize(),
                group.desiredCapacity());
        return working(state, told);
    }

    private Progress working(RollingState state, List<String> told) {
        return new Progress.Working(
                name, Properties.none().with(STATE, state.written()).structure(), Duration.ofSeconds(LOOK_AGAIN), told);
    }

    private static boolean counts(Instance instance) {
        return switch (instance.lifecycleState()) {
            case PENDING, PENDING_WAIT, PENDING_PROCEED, IN_SERVICE -> true;
            default -> false;
        };
    }

    private static boolean isCurrent(AutoScalingGroup group, Instance instance) {
        if (group.launchConfigurationName() != null) {
            return group.launchConfigurationName().equals(instance.launchConfigurationName());
        }
        LaunchTemplateSpecification wanted = group.launchTemplate() != null
                ? group.launchTemplate()
                : group.mixedInstancesPolicy().launchTemplate().launchTemplateSpecification();
        LaunchTemplateSpecification has = instance.launchTemplate();
        return has != null
                && (wanted.launchTemplateId() == null
                        || wanted.launchTemplateId().equals(has.launchTemplateId()))
                && Objects.equals(wanted.version(), has.version());
    }

    /** Goes on; empty when it is done. */
    Optional<Progress> goOn(Deployed resource, AutoScalingGroup group) {
        RollingState state =
                RollingState.read(Properties.of(resource.attributes()).part(STATE));
        Map<String, Instance> there =
                group.instances().stream().collect(Collectors.toMap(Instance::instanceId, Function.identity()));
        List<String> added = there.values().stream()
                .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
                .map(Instance::instanceId)
                .filter(id -> !state.old().contains(id)
                        && !state.leaving().contains(id)
                        && !state.seen().contains(id))
                .sorted()
                .toList();
        if (state.since().isPresent() && state.awaited() > 0) {
            return Optional.of(await(state, added));
        }
        if (state.leaving().stream().anyMatch(there::containsKey)) {
            return Optional.of(working(state, List.of()));
        }
        List<String> told = new ArrayList<>();
        if (!state.leaving().isEmpty()) {
            int done = state.total() - state.old().size();
            told.add("Successfully terminated instance(s) [" + String.join(",", state.leaving()) + "] (Progress "
                    + Math.round(done * (double) ALL / state.total()) + "%).");
        }
        if (state.old().isEmpty()) {
            return finished(state.left(), told);
        }
        return Optional.of(next(state.left(), group, there, told));
    }

    /** For instances that were asked for to be there, and then for their signals or for the pause to be over. */
    private Progress await(RollingState state, List<String> added) {
        Instant since = state.since().orElseThrow();
        if (!state.arrived()) {
            if (added.size() < state.awaited()) {
                return Duration.between(since, context.now()).compareTo(PATIENCE) < 0
                        ? working(state, List.of())
                        : failed("Group did not stabilize.");
            }
            String wait = waits()
                    ? " - Waiting on " + state.awaited() + " resource signal(s) with a timeout of " + pause()
                    : "";
            return working(
                    state.arrived(context.now()), List.of("New instance(s) added to autoscaling group" + wait + "."));
        }
        Instant end = since.plus(duration(pause()));
        boolean over = !context.now().isBefore(end);
        if (!waits()) {
            return over ? working(state.counted(added, 0, 0), List.of()) : working(state, List.of());
        }
        long good = signals(added, true);
        long bad = signals(added, false);
        if (good + bad < state.awaited() && !over) {
            return working(state, List.of());
        }
        long missing = Math.max(0, state.awaited() - good - bad);
        List<String> told = missing == 0
                ? List.of()
                : List.of("Failed to receive " + missing + " resource signal(s) for the current batch.  Each resource"
                        + " signal timeout is counted as a FAILURE.");
        return working(state.counted(added, (int) good, (int) (bad + missing)), told);
    }

    private long signals(List<String> of, boolean good) {
        return context.policies().signals().stream()
                .filter(signal -> signal.succeeded() == good && of.contains(signal.uniqueId()))
                .count();
    }

    /** The next batch, unless too many have failed. */
    private Progress next(RollingState state, AutoScalingGroup group, Map<String, Instance> there, List<String> told) {
        int all = state.total();
        int needed = -Math.floorDiv(-all * percent(), ALL);
        if (state.bad() > all - needed) {
            return failed("Received " + state.good() + " SUCCESS signal(s) out of " + all + ".  Unable to satisfy "
                    + percent() + "% MinSuccessfulInstancesPercent requirement");
        }
        long running = there.values().stream().filter(RollingUpdate::counts).count();
        int spare = Math.toIntExact(Math.max(1, running - inService()));
        List<String> leaving = state.old().subList(0, Math.min(state.old().size(), Math.min(batch(), spare)));
        long fresh = running - state.old().stream().filter(there::containsKey).count();
        int replaced = Math.clamp(state.desired() - fresh, 0, leaving.size());
        if (replaced < leaving.size()) {
            ScalingGroupCalls.size(
                    context, name, Math.min(state.least(), group.desiredCapacity()), group.desiredCapacity());
        }
        for (int i = 0; i < leaving.size(); i++) {
            if (there.containsKey(leaving.get(i))) {
                ScalingGroupCalls.terminate(context, leaving.get(i), i < replaced);
            }
        }
        told.add("Terminating instance(s) [" + String.join(",", leaving) + "]; replacing with " + replaced
                + " new instance(s).");
        return working(state.leaving(leaving, replaced, context.now()), told);
    }

    private Progress failed(String why) {
        ScalingGroupCalls.resume(context, name, policy.texts("SuspendProcesses"));
        return new Progress.Failed(Policies.FAILURE, why, name);
    }

    private Optional<Progress> finished(RollingState state, List<String> told) {
        int all = state.total();
        int needed = -Math.floorDiv(-all * percent(), ALL);
        if (state.bad() > all - needed) {
            return Optional.of(failed("Received " + state.good() + " SUCCESS signal(s) out of " + all
                    + ".  Unable to satisfy " + percent() + "% MinSuccessfulInstancesPercent requirement"));
        }
        if (!told.isEmpty()) {
            return Optional.of(working(state, told));
        }
        ScalingGroupCalls.size(context, name, state.least(), state.desired());
        ScalingGroupCalls.resume(context, name, policy.texts("SuspendProcesses"));
        return Optional.empty();
    }

    private int batch() {
        return Math.max(1, number("MaxBatchSize", 1));
    }

    private int inService() {
        return number("MinInstancesInService", 0);
    }

    private int percent() {
        return number("MinSuccessfulInstancesPercent", ALL);
    }

    private int number(String property, int otherwise) {
        return policy.number(property).map(Number::intValue).orElse(otherwise);
    }

    private boolean waits() {
        return policy.truth("WaitOnResourceSignals");
    }

    /** Five minutes where signals are waited for, else nothing. */
    private String pause() {
        return policy.text("PauseTime", waits() ? "PT5M" : "PT0S");
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
