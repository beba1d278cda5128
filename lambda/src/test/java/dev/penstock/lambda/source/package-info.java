/** Tests of {@code dev.penstock.lambda.source}. */
@NullMarked
package dev.penstock.lambda.source;

import org.jspecify.annotations.NullMarked;
