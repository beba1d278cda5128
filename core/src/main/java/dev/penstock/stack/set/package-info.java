/**
 * Stack sets: one template as stacks in many accounts and Regions. A <em>target</em> is an account in a Region, an <em>instance</em>
 * is the stack there. What changes instances is an <em>operation</em> of the stack set, of which there is one at a time; it is
 * known by the id that it was asked for with.
 */
@NullMarked
package dev.penstock.stack.set;

import org.jspecify.annotations.NullMarked;
