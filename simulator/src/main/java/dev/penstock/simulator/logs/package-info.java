/** The simulated CloudWatch Logs: groups, streams, events. */
@NullMarked
package dev.penstock.simulator.logs;

import org.jspecify.annotations.NullMarked;
