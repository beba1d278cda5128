/**
 * The simulated Elastic Container Service: clusters, task definitions, tasks, services, and the rolling deployment
 * controller in full.
 *
 * <p>A task is a state machine ({@code TaskLife}); what goes on inside it is told by a {@link
 * dev.penstock.simulator.ecs.TaskBehaviour}. A service has one scheduler ({@code ServiceScheduler}) that looks at its
 * tasks and starts, stops, completes, fails or rolls back. All waiting is entries in the calendar.
 */
@NullMarked
package dev.penstock.simulator.ecs;

import org.jspecify.annotations.NullMarked;
