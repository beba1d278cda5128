/**
 * Compose files, by the Compose specification (<a href="https://github.com/compose-spec/compose-spec">compose-spec</a>): which
 * containers an application consists of, and what each of them needs.
 *
 * <p>A file is parsed, its variables are put in ({@code ${NAME:-default}}), every short form is written out, {@code extends},
 * {@code include} and further files are merged in, and what is left unsaid is filled in. What comes out is a {@linkplain
 * dev.penstock.compose.ComposeProject project}, and the same as a document of long forms only, which is what {@code docker
 * compose config} prints. Every value still knows the file and line that it came from.
 */
@NullMarked
package dev.penstock.compose;

import org.jspecify.annotations.NullMarked;
