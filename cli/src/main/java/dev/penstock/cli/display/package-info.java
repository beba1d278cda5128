/**
 * Displays: what shows an execution while it runs. One for people at a terminal, one for logs, one for programs; each takes
 * views and puts out what is new.
 */
@NullMarked
package dev.penstock.cli.display;

import org.jspecify.annotations.NullMarked;
