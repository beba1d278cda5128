@NullMarked
package dev.penstock.release;

import org.jspecify.annotations.NullMarked;
