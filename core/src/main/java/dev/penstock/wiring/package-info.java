/** Guice modules for programs that use Guice. Nothing else in this module knows of it. */
@NullMarked
package dev.penstock.wiring;

import org.jspecify.annotations.NullMarked;
