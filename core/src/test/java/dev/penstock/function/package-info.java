/** Tests of functions, and the contract of their port. */
@NullMarked
package dev.penstock.function;

import org.jspecify.annotations.NullMarked;
