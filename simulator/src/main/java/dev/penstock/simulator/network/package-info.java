/**
 * What stands behind the addresses of a simulated VPC. Load balancers ask it whom a target is: a scripted task that the
 * simulator answers for by itself, a real process that listens on this machine, or nothing.
 */
@NullMarked
package dev.penstock.simulator.network;

import org.jspecify.annotations.NullMarked;
