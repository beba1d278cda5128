/** This machine for users of Guice. Nothing else in this module knows of it. */
@NullMarked
package dev.penstock.local.wiring;

import org.jspecify.annotations.NullMarked;
