/**
 * The simulated Lambda: functions with their versions, aliases and layers, and invocations of them.
 *
 * <p>A <em>function</em> has an unpublished version {@code $LATEST}, which changes, and published ones, which do not. A
 * <em>qualifier</em> says which is meant: a version, or an <em>alias</em>, which points to a version and may send a share of its
 * invocations to a second one. What an invocation comes to, a {@link dev.penstock.simulator.lambda.FunctionRuntime} decides.
 *
 * <p>Sources: Lambda API Reference and Developer Guide; wordings of errors as AWS has been recorded to answer.
 */
@NullMarked
package dev.penstock.simulator.lambda;

import org.jspecify.annotations.NullMarked;
