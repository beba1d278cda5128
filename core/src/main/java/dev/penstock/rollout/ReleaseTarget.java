package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that versions are released to. It carries out single steps and says where it is; it decides nothing about what comes
 * next. One instance serves all releases, on many threads; it holds no state between calls.
 *
 * <p>Every call may be asked again after a crash with the state before it, as {@link dev.penstock.action.ActionProvider#step}: look
 * what is there, do what is missing.
 *
 * @param <C> the typed configuration: a record
 * @param <T> what it must remember from step to step: a record or a sealed interface of records, as an action's state
 */
public interface ReleaseTarget<C, T> {

    /** The type of action that releases to it. */
    ActionTypeId type();

    /** How many artifacts go in and come out. */
    ArtifactLimits artifacts();

    /** Reads the configuration of an action: see {@link dev.penstock.action.ActionProvider#configure}. */
    C configure(ConfigurationReader configuration);

    /** The class of its states. */
    Class<T> stateType();

    /** The state that a release begins with. Pure. */
    T begin(C configuration);

    /**
     * Why it cannot carry out a plan; absent if it can. Pure: asked when settings are checked, before anything starts, with what a
     * plan is for a target that nobody has looked at. What only a look can tell fails the step {@link ReleaseStep.Prepare}.
     */
    Optional<Refusal> refusal(C configuration, ReleasePlan plan);

    /**
     * Why it cannot start a part of the old version together with the new one, of the same size and with the same share of the requests,
     * to compare them; absent if it can. Pure, and asked together with {@link #refusal}, of a plan that {@link ReleasePlan#hasTwin has a
     * twin}. Then {@link #position} tells its counts as the baseline while both have a share, and it is gone once the release has ended.
     */
    default Optional<Refusal> twinRefusal(C configuration) {
        return Optional.of(new Refusal(
                "A part of the old version cannot be started here together with the new one, for 'baseline: equalAge'.",
                "It can by task sets of ECS ('taskSets'). Leave 'baseline' away, and say by 'warmUp' of the verdict how long"
                        + " the new version is not judged."));
    }

    /** What a strategy may know of it now. */
    TargetFacts facts(ActionContext context, C configuration) throws IOException, InterruptedException;

    /** Goes on with a step of the plan. */
    TargetResult<T> carryOut(ReleaseContext context, C configuration, T state, ReleaseStep.OfTarget step)
            throws IOException, InterruptedException;

    /** Where it is: asked before and after shifts and again and again while it bakes. Only looks. */
    Position position(ReleaseContext context, C configuration, T state) throws IOException, InterruptedException;

    /**
     * Brings back exactly what ran before: version, count, options, weights. Requests go back first. Asked until it is {@link
     * TargetResult.Done}; does nothing where nothing was changed.
     */
    TargetResult<T> rollBack(ReleaseContext context, C configuration, T state) throws IOException, InterruptedException;

    /**
     * Begins to bring back what ran before, without waiting for the end, because somebody abandons the release; requests go back
     * before this returns.
     */
    void abandon(ReleaseContext context, C configuration, T state) throws IOException, InterruptedException;

    /**
     * Leaves the target as it is, because it is somebody else's now or settings want it so: takes away only what a release has put there
     * for its own sake, such as settings of its deployments, and touches neither versions nor shares. Does nothing where there is no such
     * thing.
     */
    default void letGo(ReleaseContext context, C configuration, T state) throws IOException, InterruptedException {}

    /** What still goes on after {@link #abandon}, in words; absent once nothing does. Only looks. */
    default Optional<String> stopping(ReleaseContext context, C configuration, T state)
            throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** What a release that has succeeded puts out. */
    ActionResult result(ReleaseContext context, C configuration, T state) throws IOException, InterruptedException;

    /** How long all of its own work may take at most, bakes and approvals not counted. */
    default Duration timeout(C configuration) {
        return Duration.ofHours(1);
    }

    /** What a release is like that nobody has said anything of. */
    default ReleaseSettings usual(C configuration) {
        return ReleaseSettings.of("allAtOnce");
    }
}
