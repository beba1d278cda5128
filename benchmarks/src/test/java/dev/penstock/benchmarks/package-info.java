/** Holds the figures of the benchmarks that do not depend on the machine. */
@NullMarked
package dev.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
