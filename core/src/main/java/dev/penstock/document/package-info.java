/**
 * Documents that people write, as trees with places: JSON and YAML are read into {@linkplain
 * dev.penstock.document.SourceNode one small tree} in which every value knows its line and column.
 *
 * <p>Readers never throw on bad input: what cannot be read becomes {@linkplain dev.penstock.problem.Problems problems},
 * each with a place inside the file. Size, depth, and the growth of YAML aliases are bounded.
 */
@NullMarked
package dev.penstock.document;

import org.jspecify.annotations.NullMarked;
