/** Tests of which revisions work with which schemas. */
@NullMarked
package dev.penstock.schema;

import org.jspecify.annotations.NullMarked;
