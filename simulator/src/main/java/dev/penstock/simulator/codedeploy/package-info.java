/**
 * The simulated CodeDeploy: applications, deployment groups and configurations, and deployments to ECS services and Lambda
 * functions that go from lifecycle event to lifecycle event. A deployment is a row ({@code DeploymentRow}) that {@code
 * DeploymentLife} moves; what an event does to a platform is a {@code TrafficTarget}'s: {@code EcsTarget} works with task sets
 * and listeners, {@code LambdaTarget} with the weights of an alias. Everything is done in the name of the service role, as
 * clients do it. All waiting is entries in the calendar.
 */
@NullMarked
package dev.penstock.simulator.codedeploy;

import org.jspecify.annotations.NullMarked;
