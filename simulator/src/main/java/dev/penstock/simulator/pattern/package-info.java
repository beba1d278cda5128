/**
 * Event patterns, matched by Event Ruler, which is what AWS's own services match them by.
 *
 * <p>Source: EventBridge User Guide, "Creating event patterns"; Lambda Developer Guide, "Lambda event filtering".
 */
@NullMarked
package dev.penstock.simulator.pattern;

import org.jspecify.annotations.NullMarked;
