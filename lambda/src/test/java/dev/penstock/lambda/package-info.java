/** Tests of {@code dev.penstock.lambda}. */
@NullMarked
package dev.penstock.lambda;

import org.jspecify.annotations.NullMarked;
