/**
 * Clients of AWS, made in one place: which AWS is meant (the real one or a simulated one), in whose name a call is made, how
 * it is asked again, and what its failures mean.
 *
 * <p>Nothing of the SDK is touched before the first call, so that commands which call nothing start quickly.
 */
@NullMarked
package dev.penstock.aws.client;

import org.jspecify.annotations.NullMarked;
