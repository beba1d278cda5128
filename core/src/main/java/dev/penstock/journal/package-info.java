/**
 * The journal: the durable, append-only record of facts that executions consist of.
 *
 * <ul>
 *   <li>An <em>entry</em> is what one append added to an execution; its <em>version</em> counts from 1.
 *   <li>A <em>snapshot</em> stands for all entries up to its version, which may then be compacted away.
 *   <li>A <em>runner</em> is a process that advances executions. It takes an execution with a <em>fence</em>, a number
 *       that grows whenever the execution changes hands; an append with an old fence is refused by the store.
 *   <li>A <em>claim</em> is a named place, such as a stage, that one execution holds and at most one waits for.
 *   <li>A <em>signal</em> is a message to an execution from outside its runner: an approval, a stop, a retry.
 * </ul>
 *
 * <p>The journal stores bytes and knows nothing of their meaning. Implementations pass
 * {@code dev.penstock.journal.JournalContract} (in the test jar).
 */
@NullMarked
package dev.penstock.journal;

import org.jspecify.annotations.NullMarked;
