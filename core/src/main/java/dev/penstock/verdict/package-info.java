/**
 * The verdict on a release that gets part of the traffic: go on, go back, or cannot be told. Pure: no clock, no network, no
 * randomness; the same looks give the same verdict, bit for bit, on every machine.
 *
 * <p>A <em>batch</em> counts, for a window of time, the requests to the new version (the <em>canary</em>) and to the old one (the
 * <em>baseline</em>), and how many of each were bad: failed, or slower than a limit. A {@link dev.penstock.verdict.Look} brings the
 * batches that are new; {@link dev.penstock.verdict.VerdictJudge} turns them into <em>evidence</em>, an e-value: a number whose
 * expectation is at most 1 as long as the canary is no worse, so that it ever reaches 1/α with probability α at most (Ville's
 * inequality), however often one looks. A <em>gate</em> needs no statistics: a fact such as a crash loop decides at once.
 *
 * <p>How it works and what is guaranteed under which assumptions stands in {@code docs/verdict.md}.
 */
@NullMarked
package dev.penstock.verdict;

import org.jspecify.annotations.NullMarked;
