/**
 * Releases: how a new version takes the place of the one that runs, the same way for every platform.
 *
 * <p>A {@linkplain dev.penstock.rollout.ReleaseStrategy strategy} (in place, rolling, blue/green, canary, …) makes a {@linkplain
 * dev.penstock.rollout.ReleasePlan plan} of {@linkplain dev.penstock.rollout.ReleaseStep steps} out of what runs and what the
 * settings say. A {@linkplain dev.penstock.rollout.ReleaseTarget target} (an ECS service, a Lambda alias, …) carries out single steps
 * and says truthfully where it is. {@link dev.penstock.rollout.ReleaseAction} leads through the plan: it is the only place that
 * decides what comes next, bakes and has that judged, asks people, and goes back. Where it stands is in the journal after each step,
 * so that any runner can go on.
 *
 * <p>The <i>new</i> version and the <i>old</i> one run side by side where the target can do that; a {@linkplain
 * dev.penstock.rollout.Share share} of the requests goes to the new one. Three instants are told apart: all traffic has moved, the old
 * version has drained and is gone, and the last bake is over.
 *
 * <p>A strategy or a target of yours is one class: see {@link dev.penstock.rollout.ReleasePlugin} and {@code samples/plugin}.
 */
@NullMarked
package dev.penstock.rollout;

import org.jspecify.annotations.NullMarked;
