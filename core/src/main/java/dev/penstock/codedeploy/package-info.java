/**
 * Deployments that AWS CodeDeploy makes, to Amazon ECS services above all: the port to them, and the action that follows one to
 * its end.
 *
 * <ul>
 *   <li>A <em>deployment group</em> says where an application is deployed to and how: an ECS service, two target groups, how
 *       traffic moves, what ends a deployment.
 *   <li>A <em>deployment</em> brings a <em>revision</em>, here an AppSpec file, to a group. It goes from lifecycle event to
 *       lifecycle event; a group has one at a time.
 *   <li>A <em>replacement</em> task set takes the traffic over from the <em>original</em> one, which is terminated after a wait.
 *   <li>Taking a deployment back is another deployment, with an id of its own: a <em>rollback deployment</em>.
 * </ul>
 */
@NullMarked
package dev.penstock.codedeploy;

import org.jspecify.annotations.NullMarked;
