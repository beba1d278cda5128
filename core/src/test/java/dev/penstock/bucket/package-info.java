/** What buckets promise. */
@NullMarked
package dev.penstock.bucket;

import org.jspecify.annotations.NullMarked;
