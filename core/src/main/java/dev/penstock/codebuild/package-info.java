/**
 * Builds that AWS CodeBuild runs: the port to them, and the steps that lead an action through one.
 *
 * <ul>
 *   <li>A <em>project</em> of CodeBuild says what builds run on and in whose name. It is there before; nothing here makes one.
 *   <li>A <em>build</em> is started with sources from S3 and puts what comes out there. It goes on whatever becomes of the runner,
 *       and is known again by its id, {@code project:uuid}.
 *   <li>The <em>exchange</em> is the folder of a bucket in which sources lie and artifacts arrive, one for each build.
 * </ul>
 */
@NullMarked
package dev.penstock.codebuild;

import org.jspecify.annotations.NullMarked;
