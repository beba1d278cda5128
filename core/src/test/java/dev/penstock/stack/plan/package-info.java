@NullMarked
package dev.penstock.stack.plan;

import org.jspecify.annotations.NullMarked;
