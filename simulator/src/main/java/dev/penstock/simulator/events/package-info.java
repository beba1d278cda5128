/**
 * The simulated EventBridge: buses, rules with event patterns and schedules, targets, and the delivery of events to them.
 *
 * <p>An <em>event</em> comes to a <em>bus</em>, from a caller of PutEvents or from a simulated service; each <em>rule</em> of the bus
 * whose pattern it matches hands it to the rule's <em>targets</em>, at least once. Patterns are matched by Event Ruler, which is what
 * EventBridge itself matches them by.
 *
 * <p>Sources: EventBridge API Reference and User Guide; wordings of errors as AWS has been recorded to answer.
 */
@NullMarked
package dev.penstock.simulator.events;

import org.jspecify.annotations.NullMarked;
