/**
 * The embedded journal: one SQLite file that the processes of one machine share.
 *
 * <p>{@link dev.penstock.local.journal.SqliteJournal} is the port. All changes go through one {@code WriterThread}, which
 * makes whatever waits for it durable with one flush. What a change does is in {@code JournalWriter}, what questions are
 * answered from is in {@code JournalReader}; both speak SQL on connections of their own, so that reading never waits for
 * writing. Every row carries a checksum over its content, because SQLite itself checks the form of its pages but not what
 * is in them.
 */
@NullMarked
package dev.penstock.local.journal;

import org.jspecify.annotations.NullMarked;
