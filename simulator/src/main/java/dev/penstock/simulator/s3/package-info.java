/** The simulated Simple Storage Service: buckets, objects and their versions, conditions, multipart uploads. */
@NullMarked
package dev.penstock.simulator.s3;

import org.jspecify.annotations.NullMarked;
