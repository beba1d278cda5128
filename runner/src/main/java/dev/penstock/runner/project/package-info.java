/**
 * A project on this machine: the folder {@code .penstock} in which executions, artifacts, logs and the simulated account of its
 * pipelines are kept.
 */
@NullMarked
package dev.penstock.runner.project;

import org.jspecify.annotations.NullMarked;
