/** What platforms make of source bundles. */
@NullMarked
package dev.penstock.simulator.beanstalk.bundle;

import org.jspecify.annotations.NullMarked;
