/** Tests of {@code dev.penstock.lambda.runner}. */
@NullMarked
package dev.penstock.lambda.runner;

import org.jspecify.annotations.NullMarked;
