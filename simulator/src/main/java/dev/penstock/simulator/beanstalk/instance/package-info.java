/**
 * What goes on at the instances of simulated Elastic Beanstalk environments: the seam between the control plane, which moves a
 * version batch by batch over an environment, and whatever an instance makes of that version.
 *
 * <p>The control plane gives an instance {@linkplain dev.penstock.simulator.beanstalk.instance.InstanceCommand commands} and
 * hears of their {@linkplain dev.penstock.simulator.beanstalk.instance.CommandOutcome outcomes}; in between it
 * {@linkplain dev.penstock.simulator.beanstalk.instance.InstanceRuntime#observe looks} how the instance is. Everything here
 * happens on the simulated clock; what takes real time reports when it is done.
 */
@NullMarked
package dev.penstock.simulator.beanstalk.instance;

import org.jspecify.annotations.NullMarked;
