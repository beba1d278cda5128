/**
 * The journal in a PostgreSQL database, for runners that come and go on many machines.
 *
 * <p>{@link dev.penstock.postgresql.PostgresJournal} is the way in. All that changes anything goes through one writer
 * thread for each journal: what comes together is a <em>batch</em>, one transaction and one flush of the server. Plain
 * appends of a batch are one statement, which checks fences and versions itself; all else locks the rows that it is about
 * first and then works on them. Each batch has a number, which the database keeps for the writer with the batch, so that after a
 * lost connection it is looked up whether the batch is in.
 */
@NullMarked
package dev.penstock.postgresql;

import org.jspecify.annotations.NullMarked;
