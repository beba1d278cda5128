/** The commands, one class each: what it takes, and what it does with it. */
@NullMarked
package dev.penstock.cli.command;

import org.jspecify.annotations.NullMarked;
