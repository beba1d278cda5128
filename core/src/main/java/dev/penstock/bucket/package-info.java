/**
 * Objects in buckets of S3 that others put there, such as sources, or are to find there; and the action that deploys to a bucket
 * ({@code Deploy/AWS/S3/1}).
 */
@NullMarked
package dev.penstock.bucket;

import org.jspecify.annotations.NullMarked;
