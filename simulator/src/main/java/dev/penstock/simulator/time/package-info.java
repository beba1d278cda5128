/**
 * The simulated clock: a calendar of due events that jumps to the next one when nobody is busy, or runs at a
 * multiple of real time. It is the only place in the simulator that looks at the machine's own clock.
 */
@NullMarked
package dev.penstock.simulator.time;

import org.jspecify.annotations.NullMarked;
