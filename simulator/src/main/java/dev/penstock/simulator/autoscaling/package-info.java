/**
 * Auto Scaling groups that keep as many instances as they should have: of a launch template or a launch configuration, or of who
 * owns the group, like Elastic Beanstalk. Scaling policies and scheduled actions do not exist.
 */
@NullMarked
package dev.penstock.simulator.autoscaling;

import org.jspecify.annotations.NullMarked;
