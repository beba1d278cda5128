/** Sources: where an execution's first artifacts come from, and at which revision. */
@NullMarked
package dev.penstock.source;

import org.jspecify.annotations.NullMarked;
