/** A function that breaks the rules. */
@NullMarked
package dev.penstock.architecture.bad.lambda;

import org.jspecify.annotations.NullMarked;
