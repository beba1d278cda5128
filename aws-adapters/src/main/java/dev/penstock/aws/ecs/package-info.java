/**
 * Amazon ECS behind {@link dev.penstock.release.ContainerServices}, and its service deployments behind {@link
 * dev.penstock.observe.ResourceReader}.
 *
 * <ul>
 *   <li>A <em>service deployment</em> is one attempt to bring a service to a <em>service revision</em>. Its ARN is what a
 *       release follows.
 *   <li>A <em>service revision</em> never changes and names the task definition, so both are read once and kept.
 * </ul>
 */
@NullMarked
package dev.penstock.aws.ecs;

import org.jspecify.annotations.NullMarked;
