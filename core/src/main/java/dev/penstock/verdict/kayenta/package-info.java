/**
 * The judge of Spinnaker's Kayenta, {@code NetflixACAJudge-v1.0}, for those who come from there and want the same scores: a
 * Mann-Whitney test of two series for each metric, and a weighted score. Its facts are those of spinnaker/kayenta at a69573be
 * ({@code kayenta-judge}, {@code kayenta-mannwhitney}).
 *
 * <p>It has no answer to repeated looks, and metrics without data do not count against a release. {@code docs/verdict.md} shows both
 * judges on the same series.
 */
@NullMarked
package dev.penstock.verdict.kayenta;

import org.jspecify.annotations.NullMarked;
