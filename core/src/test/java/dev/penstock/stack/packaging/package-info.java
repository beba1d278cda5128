@NullMarked
package dev.penstock.stack.packaging;

import org.jspecify.annotations.NullMarked;
