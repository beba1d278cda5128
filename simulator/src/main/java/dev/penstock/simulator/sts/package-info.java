/** The simulated Security Token Service. */
@NullMarked
package dev.penstock.simulator.sts;

import org.jspecify.annotations.NullMarked;
