/** Programs of this machine that tell the history of a database's schema. */
@NullMarked
package dev.penstock.local.schema;

import org.jspecify.annotations.NullMarked;
