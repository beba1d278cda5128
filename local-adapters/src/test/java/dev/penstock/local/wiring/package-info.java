@NullMarked
package dev.penstock.local.wiring;

import org.jspecify.annotations.NullMarked;
