/**
 * CloudFormation. {@link dev.penstock.simulator.cloudformation.CloudFormation} puts it together.
 *
 * <p>A <em>stack</em> is a row; what is being done to it is an <em>operation</em>, a row beside it that goes through
 * <em>phases</em>: forward, clean-up, rollback. Within a phase each resource that is concerned has a piece of
 * <em>work</em>, which starts when the work that it depends on is done. All of it moves on by the calendar, one transaction
 * a step, so that a simulator that is opened again goes on where it was. {@code StackLife} decides what follows for a stack,
 * {@code ResourceLife} for a resource.
 */
@NullMarked
package dev.penstock.simulator.cloudformation;

import org.jspecify.annotations.NullMarked;
