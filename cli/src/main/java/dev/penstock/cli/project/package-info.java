/**
 * A project on this machine: the folder {@code .penstock} in which executions, artifacts, logs and the simulated account of
 * its pipelines are kept, and how executions are found in it.
 */
@NullMarked
package dev.penstock.cli.project;

import org.jspecify.annotations.NullMarked;
