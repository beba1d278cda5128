/**
 * The scheduled and event-driven runner, in two functions: one that advances executions and may deploy, and one that the
 * world reaches, which may not.
 */
@NullMarked
package dev.penstock.lambda;

import org.jspecify.annotations.NullMarked;
