/**
 * Stacks: resources that one template declares and that are created, changed and deleted together, as AWS CloudFormation
 * does it.
 *
 * <ul>
 *   <li>{@link dev.penstock.stack.Stacks} is the platform, in this package's own records; adapters carry it out.
 *   <li>A <em>change set</em> says what an operation would do before it does it. Every creation and every update goes by one,
 *       so that what is reviewed is what is executed.
 *   <li>An <em>operation</em> is one thing that is done to a stack from its beginning to a final status. It is told from others
 *       by the token that it was asked for with, never by the status that the stack ends in.
 *   <li>{@link dev.penstock.stack.StackRoads} says for each status what leads from there to what is wanted.
 * </ul>
 */
@NullMarked
package dev.penstock.stack;

import org.jspecify.annotations.NullMarked;
