/**
 * Second opinions: the contracts of the ports, and contracts of AWS's services in calls of the plain SDK, run against the
 * simulator and against emulators that others wrote. A {@link dev.penstock.aws.emulators.Place} is where a contract runs;
 * {@link dev.penstock.aws.emulators.Differences} lists where an emulator is known to differ from AWS.
 */
@NullMarked
package dev.penstock.aws.emulators;

import org.jspecify.annotations.NullMarked;
