package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.stack.StackReleaseState.Several;
import dev.penstock.stack.StackReleaseState.Twins;
import dev.penstock.traffic.ListenerRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Releases a new version of stacks: of one stack; of several, of which the first ones are the canary; or from a stack to its twin,
 * between which requests are divided.
 *
 * <p>Each stack is deployed to by the very steps of {@link CloudFormationAction}: with its own change set, review, tokens and events.
 */
public final class StackReleaseTarget implements ReleaseTarget<CloudFormationConfiguration, StackReleaseState> {

    private final CloudFormationAction action;
    private final Function<String, Optional<TwinStacks>> twinsOf;
    private final SeveralStacks several;
    private final TwinRelease twins;

    /**
     * A target over the same platform as an action.
     *
     * @param rules by which requests are divided between twins
     * @param twinsOf by the action's name
     * @param holdsData whether resources of a type hold data, such as {@code AWS::RDS::DBInstance}
     * @param mayLoseData whether settings allow an action of that name to lose data
     */
    public StackReleaseTarget(
            CloudFormationAction action,
            ListenerRules rules,
            Function<String, Optional<TwinStacks>> twinsOf,
            Predicate<String> holdsData,
            Predicate<String> mayLoseData) {
        this.action = action;
        this.twinsOf = twinsOf;
        DataInStacks data = new DataInStacks(action.stacks(), holdsData, mayLoseData);
        this.several = new SeveralStacks(action, data);
        this.twins = new TwinRelease(action, rules, data);
    }

    @Override
    public ActionTypeId type() {
        return action.type();
    }

    @Override
    public ArtifactLimits artifacts() {
        return action.artifacts();
    }

    @Override
    public CloudFormationConfiguration configure(ConfigurationReader configuration) {
        String name = configuration.declaration().name();
        return action.configure(configuration)
                .released(action.wavesOf(name).map(WavePlan::withoutValues), twinsOf.apply(name));
    }

    @Override
    public Class<StackReleaseState> stateType() {
        return StackReleaseState.class;
    }

    @Override
    public StackReleaseState begin(CloudFormationConfiguration configuration) {
        return configuration.twins().isPresent() ? TwinRelease.begin() : SeveralStacks.begin(configuration);
    }

    /** What settings give a release to divide. */
    public enum Reach {
        /** One stack. */
        ONE,
        /** Several stacks, one after the other. */
        SEVERAL,
        /** A stack and its twin, with requests divided between them. */
        TWINS
    }

    /** Why a plan cannot be carried out with an action that creates or updates; absent if it can. */
    public static Optional<Refusal> cannotDo(Reach reach, ReleasePlan plan) {
        return StackStrategies.refusal(reach, plan);
    }

    @Override
    public Optional<Refusal> refusal(CloudFormationConfiguration configuration, ReleasePlan plan) {
        return StackStrategies.refusal(configuration, plan);
    }

    @Override
    public TargetFacts facts(ActionContext context, CloudFormationConfiguration configuration) {
        return configuration.twins().isPresent()
                ? twins.facts(context, configuration)
                : several.facts(context, configuration);
    }

    @Override
    public TargetResult<StackReleaseState> carryOut(
            ReleaseContext context,
            CloudFormationConfiguration configuration,
            StackReleaseState state,
            ReleaseStep.OfTarget step)
            throws IOException {
        return attempt(state, () -> switch (state) {
            case Several now -> several.carryOut(context, configuration, now, step);
            case Twins now -> twins.carryOut(context, configuration, now, step);
        });
    }

    @FunctionalInterface
    private interface Attempt {
        TargetResult<StackReleaseState> make() throws IOException, StackFailure;
    }

    /** What may not be done, or cannot be, fails the release, which then goes back. */
    private static TargetResult<StackReleaseState> attempt(StackReleaseState state, Attempt attempt)
            throws IOException {
        try {
            return attempt.make();
        } catch (StackFailure e) {
            return failed(state, e.failure());
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return failed(state, StackEnd.refused(e));
        }
    }

    private static TargetResult<StackReleaseState> failed(StackReleaseState state, ActionFailure failure) {
        boolean untouched = switch (state) {
            case Several now -> now.touched().isEmpty();
            case Twins now -> now.touched().isEmpty();
        };
        return new TargetResult.Failed<>(state, failure, untouched ? Aftermath.UNTOUCHED : Aftermath.CHANGED);
    }

    @Override
    public Position position(ReleaseContext context, CloudFormationConfiguration configuration, StackReleaseState state)
            throws InterruptedException {
        return switch (state) {
            case Several now -> several.position(context, configuration, now);
            case Twins now -> twins.position(context, configuration, now);
        };
    }

    @Override
    public TargetResult<StackReleaseState> rollBack(
            ReleaseContext context, CloudFormationConfiguration configuration, StackReleaseState state)
            throws IOException {
        return attempt(state, () -> switch (state) {
            case Several now -> several.rollBack(context, configuration, now);
            case Twins now -> twins.rollBack(context, configuration, now);
        });
    }

    @Override
    public void abandon(ReleaseContext context, CloudFormationConfiguration configuration, StackReleaseState state)
            throws IOException {
        switch (state) {
            case Several now -> several.abandon(context, configuration, now);
            case Twins now -> twins.abandon(context, configuration, now);
        }
    }

    @Override
    public Optional<String> stopping(
            ReleaseContext context, CloudFormationConfiguration configuration, StackReleaseState state) {
        return switch (state) {
            case Several now -> several.stopping(context, configuration, now);
            case Twins now -> twins.stopping(context, configuration, now);
        };
    }

    @Override
    public ActionResult result(
            ReleaseContext context, CloudFormationConfiguration configuration, StackReleaseState state)
            throws IOException {
        return switch (state) {
            case Several now -> several.result(context, configuration, now);
            case Twins now -> twins.result(context, configuration, now);
        };
    }

    @Override
    public Duration timeout(CloudFormationConfiguration configuration) {
        return action.timeout(configuration);
    }

    @Override
    public ReleaseSettings usual(CloudFormationConfiguration configuration) {
        return ReleaseSettings.of(configuration.twins().isPresent() ? "blueGreen" : "allAtOnce");
    }

    /** The variables and the file that a release puts out. */
    static ActionResult outputs(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Map<String, String> outputs,
            String summary)
            throws IOException {
        return new ActionResult(
                StackResult.artifact(context, configuration, outputs), outputs, summary, Optional.empty(), List.of());
    }
}
