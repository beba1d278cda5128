/** What the folder store must do beyond the contract. */
@NullMarked
package dev.penstock.local.artifact;

import org.jspecify.annotations.NullMarked;
