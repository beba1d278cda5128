/**
 * What is under {@code /_penstock/} at the simulator's address: the page for people, and JSON for tests, to read and move
 * the clock, to look at effects, to order faults and to begin anew. No AWS has this; it is no part of the simulation.
 */
@NullMarked
package dev.penstock.simulator.page;

import org.jspecify.annotations.NullMarked;
