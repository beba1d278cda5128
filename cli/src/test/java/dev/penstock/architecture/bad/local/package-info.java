/** An adapter that breaks the rules. */
@NullMarked
package dev.penstock.architecture.bad.local;

import org.jspecify.annotations.NullMarked;
