/**
 * Text for people, as terminals and logs take it: lines with tones, glyphs, widths.
 */
@NullMarked
package dev.penstock.runner.text;

import org.jspecify.annotations.NullMarked;
