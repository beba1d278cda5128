/** JSON text, written without reflection and with few classes: for canonical forms and for reports. */
@NullMarked
package dev.penstock.json;

import org.jspecify.annotations.NullMarked;
