/**
 * The simulated Step Functions: state machines in the Amazon States Language, and their executions on simulated time.
 *
 * <p>Sources: AWS Step Functions API Reference and Developer Guide; the Amazon States Language specification
 * (states-language.net/spec.html).
 */
@NullMarked
package dev.penstock.simulator.states;

import org.jspecify.annotations.NullMarked;
