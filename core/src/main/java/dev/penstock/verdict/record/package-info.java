/**
 * Records of verdicts as JSON Lines: the settings, then each look with all it brought and what followed. From such a file the
 * verdict can be given again, on another machine and years later, and must come out the same to the last bit. Each line carries the
 * digest of all lines before it, so that the last one stands for the whole. {@code docs/verdict.md} describes the form.
 */
@NullMarked
package dev.penstock.verdict.record;

import org.jspecify.annotations.NullMarked;
