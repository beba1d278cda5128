/**
 * Which pipelines a change in a repository starts: the {@code triggers} of a definition, and where there are none the branch
 * that its source action names. Pure.
 */
@NullMarked
package dev.penstock.trigger;

import org.jspecify.annotations.NullMarked;
