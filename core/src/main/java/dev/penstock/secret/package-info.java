/** Secrets: values that must not be seen, and the masker that keeps them from being seen. */
@NullMarked
package dev.penstock.secret;

import org.jspecify.annotations.NullMarked;
