/** What sources must do, with real repositories behind every kind of address. */
@NullMarked
package dev.penstock.local.source;

import org.jspecify.annotations.NullMarked;
