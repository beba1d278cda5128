/**
 * What operators count: a small port that a user's own registry of metrics can be bound to, and meters of our own that are
 * read in Prometheus' text format.
 *
 * <p>Names are Micrometer's: lower case, words joined by dots, without a unit ({@code penstock.journal.append}). Registries
 * of Micrometer and OpenTelemetry are bound in the packages below; nothing of either is needed here.
 */
@NullMarked
package dev.penstock.meter;

import org.jspecify.annotations.NullMarked;
