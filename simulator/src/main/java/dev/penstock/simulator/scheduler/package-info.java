/**
 * The simulated EventBridge Scheduler: schedules in their groups, and the calls that they make when they come due.
 *
 * <p>Sources: EventBridge Scheduler API Reference and User Guide; wordings of errors as AWS has been recorded to answer.
 */
@NullMarked
package dev.penstock.simulator.scheduler;

import org.jspecify.annotations.NullMarked;
