/** A command line that breaks the rules. */
@NullMarked
package dev.penstock.architecture.bad.cli;

import org.jspecify.annotations.NullMarked;
