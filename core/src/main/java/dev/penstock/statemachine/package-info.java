/**
 * Executions of state machines: the port to the service that runs them, and the action that starts one and waits for its end.
 *
 * <p>A <em>state machine</em> is a workflow that is there already; an <em>execution</em> is one run of it, from an input to an output,
 * both JSON. A <em>standard</em> state machine keeps its executions and knows each by its name; an <em>express</em> one starts them and
 * says no more. Source: AWS Step Functions Developer Guide, "Choosing workflow type".
 */
@NullMarked
package dev.penstock.statemachine;

import org.jspecify.annotations.NullMarked;
