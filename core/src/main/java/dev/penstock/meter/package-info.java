/**
 * What operators count: a small port that a user's own registry of metrics can be bound to, and meters of our own that are
 * read in Prometheus' text format.
 *
 * <p>Names are Micrometer's: lower case, words joined by dots, without a unit ({@code penstock.journal.append}). A registry
 * of Micrometer or OpenTelemetry is bound by implementing {@link dev.penstock.meter.Meters} with its counters, gauges and
 * timers; nothing of either is needed here.
 */
@NullMarked
package dev.penstock.meter;

import org.jspecify.annotations.NullMarked;
