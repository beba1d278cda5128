/**
 * Validates files of every kind that Penstock reads, each by itself: finds out what a file is, and lists all that is wrong
 * with it. This is {@code penstock validate} as a library call.
 */
@NullMarked
package dev.penstock.validation;

import org.jspecify.annotations.NullMarked;
