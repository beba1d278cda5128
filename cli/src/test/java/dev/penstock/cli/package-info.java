/** Tests of the runner as a whole, and what they share. */
@NullMarked
package dev.penstock.cli;

import org.jspecify.annotations.NullMarked;
