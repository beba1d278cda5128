/** The journal in PostgreSQL for users of Guice. Nothing else in this module knows of it. */
@NullMarked
package dev.penstock.postgresql.wiring;

import org.jspecify.annotations.NullMarked;
