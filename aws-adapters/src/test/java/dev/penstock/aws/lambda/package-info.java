/** Tests of functions at the simulated Lambda. */
@NullMarked
package dev.penstock.aws.lambda;

import org.jspecify.annotations.NullMarked;
