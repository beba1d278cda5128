/**
 * Where a verdict's counts come from: what turns the outside world into a {@link dev.penstock.verdict.Look}.
 *
 * <p>An {@link dev.penstock.metric.Arm} is one side of a release, canary or baseline, with the labels by which it can be counted
 * (a target group, a version of a function, an environment); a platform says which. {@link dev.penstock.metric.VerdictSources} is what settings say:
 * the verdict's own settings, and for each metric and gate the {@linkplain dev.penstock.metric.MetricSource source} that knows.
 * {@link dev.penstock.metric.EvidenceCollector} asks all sources of one look in as few calls as their services have, takes only
 * windows that are complete, and none twice: {@link dev.penstock.metric.Progress} says how far each metric was taken.
 *
 * <p>A read that fails is not data: its windows are asked for again at the next look. A service that answers that it has
 * nothing makes a window missing, with the reason.
 */
@NullMarked
package dev.penstock.metric;

import org.jspecify.annotations.NullMarked;
