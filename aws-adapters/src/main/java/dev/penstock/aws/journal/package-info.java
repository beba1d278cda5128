/**
 * The journal in one DynamoDB table, for runners that share no disk: Lambda functions, workers, laptops.
 *
 * <ul>
 *   <li>The <em>head</em> of an execution is the one item that every change of it writes, on the condition that its
 *       <em>revision</em> is the one that was read: that is the fence. It holds the newest entries as well, so that an
 *       append is one {@code PutItem}.
 *   <li>A <em>block</em> holds entries for which the head became too large.
 *   <li>A <em>shard</em> is one of a few partitions into which an index is divided, so that no single one takes all
 *       writes.
 *   <li>A <em>write number</em> is drawn anew for each attempt to write and kept in the head with the last few: whoever
 *       got no answer sees by it whether the write was made.
 * </ul>
 *
 * <p>The layout and what it costs stand in {@code docs/journals.md}.
 */
@NullMarked
package dev.penstock.aws.journal;

import org.jspecify.annotations.NullMarked;
