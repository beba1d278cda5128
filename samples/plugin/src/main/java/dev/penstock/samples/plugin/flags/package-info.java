/**
 * A strategy and a target of releases from a plugin: {@link dev.penstock.samples.plugin.flags.DoublingStrategy} doubles the share of
 * requests from step to step, {@link dev.penstock.samples.plugin.flags.FlagFileTarget} releases to a file that an application reads
 * which version it shows to which share of its users. Either works with all others.
 */
@NullMarked
package dev.penstock.samples.plugin.flags;

import org.jspecify.annotations.NullMarked;
