/**
 * What the simulated AWS knows: tables of immutable records, the calendar of what is due, and blobs. A change is a
 * transaction over all tables; with a directory it is written before anybody hears of it.
 */
@NullMarked
package dev.penstock.simulator.state;

import org.jspecify.annotations.NullMarked;
