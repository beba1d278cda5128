/**
 * When things happen again and again: the schedule expressions of EventBridge and EventBridge Scheduler.
 *
 * <p>Sources: EventBridge User Guide, "Setting a schedule pattern for scheduled rules"; EventBridge Scheduler User Guide, "Schedule
 * types".
 */
@NullMarked
package dev.penstock.simulator.schedule;

import org.jspecify.annotations.NullMarked;
