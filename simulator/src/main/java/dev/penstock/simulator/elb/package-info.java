/**
 * The simulated Elastic Load Balancing v2: application and network load balancers, listeners, rules, target groups,
 * the health of targets on simulated time, and the way of requests to them.
 *
 * <p>{@link dev.penstock.simulator.elb.Elb} puts it together, {@link dev.penstock.simulator.elb.TargetGroups} is what
 * other services use. Control plane: a class of operations for each kind of resource over {@code ElbStore}, which keeps
 * all rows. Health: {@code Targets} registers and drains, {@code HealthChecks} asks, {@code HealthRules} judges.
 */
@NullMarked
package dev.penstock.simulator.elb;

import org.jspecify.annotations.NullMarked;
