/**
 * Analysis as Argo Rollouts does it, for those who come from there with their templates: measurements that succeed, fail, are
 * inconclusive or in error by their conditions, and limits that make a metric's and a run's phase of them. Its facts are those of
 * argoproj/argo-rollouts at 9f8d111d ({@code analysis/analysis.go}, {@code utils/evaluate}).
 */
@NullMarked
package dev.penstock.verdict.argo;

import org.jspecify.annotations.NullMarked;
