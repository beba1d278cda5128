/** Fakes that behave: for tests of Penstock, of plugins, and of programs that embed it. */
@NullMarked
package dev.penstock.testing;

import org.jspecify.annotations.NullMarked;
