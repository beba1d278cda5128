/** What source actions must do. */
@NullMarked
package dev.penstock.source;

import org.jspecify.annotations.NullMarked;
