/** Elastic Beanstalk behind its port, at the simulated service. */
@NullMarked
package dev.penstock.aws.beanstalk;

import org.jspecify.annotations.NullMarked;
