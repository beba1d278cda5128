/** What the folder store must do beyond the contract. */
@NullMarked
package dev.penstock.local.wiring;

import org.jspecify.annotations.NullMarked;
