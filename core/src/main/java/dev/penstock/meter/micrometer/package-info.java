/** Counts that go to a registry of Micrometer, for programs that have one; {@code micrometer-core} is theirs to bring. */
@NullMarked
package dev.penstock.meter.micrometer;

import org.jspecify.annotations.NullMarked;
