/** Tests of the rules of load balancers' listeners. */
@NullMarked
package dev.penstock.aws.traffic;

import org.jspecify.annotations.NullMarked;
