/**
 * The simulated Elastic Beanstalk: applications and their versions, environments with their settings, the deployment policies
 * that carry a version over an environment's instances, and what it tells about all that in events and health.
 *
 * <p>A request changes what an environment <em>should</em> be and gives it {@linkplain
 * dev.penstock.simulator.beanstalk.Work work}: a list of steps (command these instances, wait until those are healthy, end
 * these) that is kept with the environment and goes on at simulated instants. What goes on at an instance is behind {@link
 * dev.penstock.simulator.beanstalk.instance.InstanceRuntime}.
 */
@NullMarked
package dev.penstock.simulator.beanstalk;

import org.jspecify.annotations.NullMarked;
