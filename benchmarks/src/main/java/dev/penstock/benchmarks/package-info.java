/** Measurements of the engine beside its peers. */
@NullMarked
package dev.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
