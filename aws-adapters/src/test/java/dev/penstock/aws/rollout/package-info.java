/**
 * Every strategy on every target in every course, in the simulated AWS. {@link dev.penstock.aws.rollout.ReleaseWorld} is what a target
 * brings to take part; the table in {@code docs/strategies.md} is made of the same data.
 */
@NullMarked
package dev.penstock.aws.rollout;

import org.jspecify.annotations.NullMarked;
