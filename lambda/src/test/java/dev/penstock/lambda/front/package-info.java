/** Tests of {@code dev.penstock.lambda.front}. */
@NullMarked
package dev.penstock.lambda.front;

import org.jspecify.annotations.NullMarked;
