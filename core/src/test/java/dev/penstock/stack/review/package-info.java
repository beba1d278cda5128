@NullMarked
package dev.penstock.stack.review;

import org.jspecify.annotations.NullMarked;
