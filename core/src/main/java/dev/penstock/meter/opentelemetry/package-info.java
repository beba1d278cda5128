/**
 * Counts that go to OpenTelemetry, for programs that have it; {@code opentelemetry-api} is theirs to bring, and so is the SDK
 * that sends what is counted somewhere.
 */
@NullMarked
package dev.penstock.meter.opentelemetry;

import org.jspecify.annotations.NullMarked;
