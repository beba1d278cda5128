/**
 * Which revisions of an application work with a database's schema as it is, so that nothing is taken back onto a schema that it
 * cannot work with.
 *
 * <p>A schema changes by <i>migrations</i>, which a tool such as Flyway applies one after the other and keeps a {@linkplain
 * dev.penstock.schema.SchemaHistory history} of. Most only <i>expand</i> it: revisions that were written before go on working. One
 * that <i>contracts</i> it takes away what older revisions need; {@link dev.penstock.schema.Schema} names those, each with the oldest
 * migration that a revision must have been written for to work on. A revision is <i>written for</i> the newest migration that it
 * knows ({@link dev.penstock.schema.RevisionSchema}).
 *
 * <p>{@link dev.penstock.schema.SchemaGate} is asked before a revision is deployed and before one is brought back, {@link
 * dev.penstock.schema.MigrationGate} before migrations are applied. Both know from the journal what runs: every deployment puts out
 * what it was written for ({@link dev.penstock.schema.SchemaRecords}).
 */
@NullMarked
package dev.penstock.schema;

import org.jspecify.annotations.NullMarked;
