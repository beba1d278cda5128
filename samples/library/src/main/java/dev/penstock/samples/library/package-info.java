/** A release tool that runs pipelines by itself. */
@NullMarked
package dev.penstock.samples.library;

import org.jspecify.annotations.NullMarked;
