/**
 * What every simulated service stands on: who calls, what operations there are, ids and ARNs, pages, the effects that
 * calls had and the faults that strike them. A service is a package beside this one that declares its operations with
 * {@link dev.penstock.simulator.service.ServiceDefinition} and keeps its resources in tables.
 */
@NullMarked
package dev.penstock.simulator.service;

import org.jspecify.annotations.NullMarked;
