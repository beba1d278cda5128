/**
 * The simulated Elastic Container Service: clusters and their capacity, task definitions, tasks, services and how they are
 * deployed.
 *
 * <p>A task is a state machine ({@code TaskLife}); what goes on inside it is told by a {@link
 * dev.penstock.simulator.ecs.TaskBehaviour}, or done by real containers. {@code Balancing} registers it with target groups
 * and says what these find. A service has one scheduler ({@code ServiceScheduler}) that looks at its tasks and takes one
 * step: {@code RollingStep} for a rolling deployment, {@code DaemonStep} for a task on each container instance, {@code
 * TaskSetStep} for task sets that somebody else moves; {@code Settlement} completes a deployment, {@code Rollback} fails
 * it. All waiting is entries in the calendar. {@link dev.penstock.simulator.ecs.EcsFaults} and {@link
 * dev.penstock.simulator.ecs.EcsIncidents} are what a test orders to go wrong.
 */
@NullMarked
package dev.penstock.simulator.ecs;

import org.jspecify.annotations.NullMarked;
