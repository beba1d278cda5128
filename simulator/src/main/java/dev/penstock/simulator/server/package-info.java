/**
 * The HTTP side: one loopback server that finds out who calls which service over which protocol, decodes, runs the
 * operation in a transaction, and answers in the protocol's shape, also when something is wrong.
 */
@NullMarked
package dev.penstock.simulator.server;

import org.jspecify.annotations.NullMarked;
