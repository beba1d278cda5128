/** Programs of this machine that print what somebody asked for. */
@NullMarked
package dev.penstock.local.program;

import org.jspecify.annotations.NullMarked;
