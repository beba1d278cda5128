/**
 * Functions of the simulated Lambda that run in processes of this machine, through AWS's own runtime interface.
 *
 * <p>An <em>execution environment</em> is a process and the <em>runtime API</em> that it asks for invocations: it takes one at a
 * time, and stays for the next.
 *
 * <p>Source: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes" and "Lambda execution environment".
 */
@NullMarked
package dev.penstock.simulator.lambda.process;

import org.jspecify.annotations.NullMarked;
