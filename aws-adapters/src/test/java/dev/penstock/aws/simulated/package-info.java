/** A simulated AWS for the tests of all adapters. */
@NullMarked
package dev.penstock.aws.simulated;

import org.jspecify.annotations.NullMarked;
