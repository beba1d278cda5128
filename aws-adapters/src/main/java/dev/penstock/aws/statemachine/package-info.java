/** Executions of AWS Step Functions, behind {@link dev.penstock.statemachine.StateMachines}. */
@NullMarked
package dev.penstock.aws.statemachine;

import org.jspecify.annotations.NullMarked;
