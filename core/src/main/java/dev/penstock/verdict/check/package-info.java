/**
 * Past metrics judged as if they had been canaries. Nothing was released then, so that every rollback is a false alarm: their rate
 * says whether the verdict can be trusted on this service before it is.
 */
@NullMarked
package dev.penstock.verdict.check;

import org.jspecify.annotations.NullMarked;
