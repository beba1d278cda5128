/** Tests of {@code dev.penstock.link}. */
@NullMarked
package dev.penstock.link;

import org.jspecify.annotations.NullMarked;
