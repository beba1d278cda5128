/** Tests of {@code dev.penstock.lambda.event}. */
@NullMarked
package dev.penstock.lambda.event;

import org.jspecify.annotations.NullMarked;
