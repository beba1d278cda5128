/**
 * The engine: advances executions. It loads what the journal knows, decides what follows, makes that durable and carries
 * it out, until everything waits; then it lets go.
 */
@NullMarked
package dev.penstock.engine;

import org.jspecify.annotations.NullMarked;
