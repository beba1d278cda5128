/** Tests of stacks, and the contract of the platforms that have them. */
@NullMarked
package dev.penstock.stack;

import org.jspecify.annotations.NullMarked;
