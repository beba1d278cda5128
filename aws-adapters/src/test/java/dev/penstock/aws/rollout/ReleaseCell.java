package dev.penstock.aws.rollout;

import dev.penstock.action.ActionProvider;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseSettings;
import java.util.List;

/** One release to one target. */
interface ReleaseCell {

    /** The action that releases, and others that its pipeline has. */
    List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge);

    /** Readers of what it waits for. */
    List<ResourceReader> readers();

    /** Releases the version {@code new}, by an action {@code deploy} in the stage {@code Deploy}. */
    Pipeline pipeline();

    /** From now on the new version never gets well: it does not start, or fails its health checks. */
    void failHealth();

    /** Somebody else brings the version {@code theirs}, past the release that is under way; wholly, once it is left alone. */
    void interfere();

    /**
     * By identity, which version all requests get now.
     *
     * @throws AssertionError if it is more than one, or none
     */
    Course.Runs runs();
}
