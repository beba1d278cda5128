/**
 * What a terminal can show, and how to write on it: styled lines, widths of text, and a region that is redrawn in place.
 *
 * <p>Nothing here knows of pipelines. Lines are made as values and turned into text at the very end, so that what is
 * shown can be compared as text in tests.
 */
@NullMarked
package dev.penstock.cli.terminal;

import org.jspecify.annotations.NullMarked;
