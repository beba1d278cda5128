/** A simulated AWS that speaks the wire protocols on loopback. */
@NullMarked
package dev.penstock.simulator;

import org.jspecify.annotations.NullMarked;
