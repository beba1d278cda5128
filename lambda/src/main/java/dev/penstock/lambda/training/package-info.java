/**
 * What happens while the image of the functions is made: a function is started and called once, so that the Java virtual machine can
 * write down which classes it loaded (an ahead-of-time cache, JEP 483 and 514).
 */
@NullMarked
package dev.penstock.lambda.training;

import org.jspecify.annotations.NullMarked;
