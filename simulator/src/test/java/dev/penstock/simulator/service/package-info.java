/** Tests of what all simulated services share. */
@NullMarked
package dev.penstock.simulator.service;

import org.jspecify.annotations.NullMarked;
