/** Tests of {@code dev.penstock.trigger}. */
@NullMarked
package dev.penstock.trigger;

import org.jspecify.annotations.NullMarked;
