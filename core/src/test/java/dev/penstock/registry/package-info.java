/** What every registry does. */
@NullMarked
package dev.penstock.registry;

import org.jspecify.annotations.NullMarked;
