/** Sources without Git. */
@NullMarked
package dev.penstock.lambda.source;

import org.jspecify.annotations.NullMarked;
