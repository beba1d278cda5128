/**
 * {@code penstock}, the runner: where it starts, what it answers with, and how failures are told.
 *
 * <p>Start-up is a feature. A call loads the classes of the one command that was asked for; {@code --help} loads not even
 * the command line parser.
 */
@NullMarked
package dev.penstock.cli;

import org.jspecify.annotations.NullMarked;
