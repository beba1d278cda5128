/** Canaries that are made up: traffic with known rates, drawn from a random source that is given. For plans, checks and proofs. */
@NullMarked
package dev.penstock.verdict.simulate;

import org.jspecify.annotations.NullMarked;
