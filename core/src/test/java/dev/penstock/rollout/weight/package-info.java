/** Tests of how shares of the requests are moved by the weights of a rule. */
@NullMarked
package dev.penstock.rollout.weight;

import org.jspecify.annotations.NullMarked;
