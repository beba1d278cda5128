/**
 * Judges Dockerruns, Compose files and task definitions beyond their grammar: what AWS refuses later, what is retired, and
 * what is known to go wrong. Facts that change (retired platforms, limits) are in files beside this package, each with its
 * source.
 */
@NullMarked
package dev.penstock.lint;

import org.jspecify.annotations.NullMarked;
