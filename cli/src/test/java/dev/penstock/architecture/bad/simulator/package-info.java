/** A simulator that breaks the rules. */
@NullMarked
package dev.penstock.architecture.bad.simulator;

import org.jspecify.annotations.NullMarked;
