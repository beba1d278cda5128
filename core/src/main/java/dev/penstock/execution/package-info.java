/**
 * Executions: what can happen to one (events), what it is (state), and the pure function between them.
 *
 * <ul>
 *   <li>An <em>execution</em> is one run of a pipeline, pinned to the digest of its definition.
 *   <li>An <em>attempt</em> is one try of a stage or action; a retry starts the next.
 *   <li>An <em>outcome</em> is how an execution ended. There are six, and each means one thing.
 * </ul>
 *
 * <p>{@link dev.penstock.execution.Execution#apply} is the only place that makes state, and
 * {@link dev.penstock.execution.Decider} the only one that says what follows from it. Both are pure.
 */
@NullMarked
package dev.penstock.execution;

import org.jspecify.annotations.NullMarked;
