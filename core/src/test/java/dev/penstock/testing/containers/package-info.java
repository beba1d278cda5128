/**
 * Tells tests whether a container engine answers on this machine. Published in the test jar of the core, for every
 * module whose tests start containers or build images.
 */
@NullMarked
package dev.penstock.testing.containers;

import org.jspecify.annotations.NullMarked;
