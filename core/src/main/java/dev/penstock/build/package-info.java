/**
 * Builds: what {@code buildspec.yml} says, and carrying it out outside CodeBuild.
 *
 * <ul>
 *   <li>A <em>buildspec</em> is what a build does: commands in phases, and the files that come out.
 *   <li>A <em>project</em> is where a build runs and what it is given; {@link dev.penstock.build.BuildProjects} knows it.
 *   <li>A <em>session</em> is a shell on some machine that keeps its state from command to command;
 *       {@link dev.penstock.build.BuildExecutor} opens one.
 * </ul>
 *
 * <p>{@link dev.penstock.build.BuildRun} is the only place that knows the order of the phases and what a failure means.
 */
@NullMarked
package dev.penstock.build;

import org.jspecify.annotations.NullMarked;
