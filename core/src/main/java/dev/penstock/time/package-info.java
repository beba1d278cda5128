/** The one clock: what time it is, and what happens when a time comes. */
@NullMarked
package dev.penstock.time;

import org.jspecify.annotations.NullMarked;
