package dev.penstock.rollout;

import dev.penstock.action.ActionContext;

/**
 * What a target sees of the release that it works for. Valid during the call only.
 *
 * @param action the action that releases
 * @param plan all steps
 * @param settings as they are now
 * @param index of the step that is being carried out, or was last
 */
public record ReleaseContext(ActionContext action, ReleasePlan plan, ReleaseSettings settings, int index) {

    /** The share of requests that the new version has by the steps that are done. */
    public Share shareBefore() {
        return index == 0 ? Share.NONE : plan.shareAfter(index - 1);
    }

    /** The share of requests that the new version has once the step at hand is done. */
    public Share share() {
        return plan.shareAfter(index);
    }
}
