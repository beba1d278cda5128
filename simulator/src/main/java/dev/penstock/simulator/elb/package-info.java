/**
 * The simulated Elastic Load Balancing v2: application and network load balancers, listeners, rules, target groups,
 * the health of targets on simulated time, and the way of requests to them.
 *
 * <p>{@link dev.penstock.simulator.elb.Elb} puts it together, {@link dev.penstock.simulator.elb.TargetGroups} is what
 * other services use. Control plane: a class of operations for each kind of resource over {@code ElbStore}, which keeps
 * all rows. Health: {@code Targets} registers and drains, {@code HealthChecks} asks, {@code HealthRules} judges. Requests:
 * {@link dev.penstock.simulator.elb.DataPlane} takes them in, {@code ListenerRouting} finds the rule, {@code Forwarding}
 * the target; {@link dev.penstock.simulator.elb.Traffic} draws those that nobody sends, and {@code RequestMetrics} says what
 * CloudWatch hears of either.
 */
@NullMarked
package dev.penstock.simulator.elb;

import org.jspecify.annotations.NullMarked;
