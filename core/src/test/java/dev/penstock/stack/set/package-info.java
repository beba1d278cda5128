@NullMarked
package dev.penstock.stack.set;

import org.jspecify.annotations.NullMarked;
