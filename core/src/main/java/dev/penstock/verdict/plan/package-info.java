/**
 * What a canary can find, said before it starts: from the traffic, the rate of bad requests and the weight, in how many minutes
 * which rise is found, what is never found, and which weight and bake time keep the harm within a budget. Computed, not simulated.
 */
@NullMarked
package dev.penstock.verdict.plan;

import org.jspecify.annotations.NullMarked;
