/** The simulated AWS as a server: starting it, saying where it is, and ending it. */
@NullMarked
package dev.penstock.cli.simulate;

import org.jspecify.annotations.NullMarked;
