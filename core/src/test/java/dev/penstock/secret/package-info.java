/** What masking must do. */
@NullMarked
package dev.penstock.secret;

import org.jspecify.annotations.NullMarked;
