/** Objects in buckets of S3 that others put there, such as sources, or are to find there. */
@NullMarked
package dev.penstock.bucket;

import org.jspecify.annotations.NullMarked;
