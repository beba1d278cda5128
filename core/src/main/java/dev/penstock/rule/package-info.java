/**
 * The managed rules of CodePipeline: what the conditions of a stage are made of.
 *
 * <ul>
 *   <li>A <em>rule</em> is a provider of actions of the category {@code Rule}. It succeeds where it holds, and fails with the kind {@link
 *       dev.penstock.execution.ActionFailure.Kind#UNMET} where it does not; any other failure means that nobody could find out.
 *   <li>A rule only looks, or has a token for what it starts: the same attempt may be asked again by another runner.
 * </ul>
 */
@NullMarked
package dev.penstock.rule;

import org.jspecify.annotations.NullMarked;
