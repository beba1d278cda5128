/**
 * What is claimed about speed, measured. {@link dev.penstock.benchmarks.Steps} is what is measured beside other engines,
 * {@link dev.penstock.benchmarks.Scale} what is measured of many and of long executions; {@code benchmarks/run} runs all
 * of it, and {@link dev.penstock.benchmarks.Report} makes a page of the figures.
 */
@NullMarked
package dev.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
