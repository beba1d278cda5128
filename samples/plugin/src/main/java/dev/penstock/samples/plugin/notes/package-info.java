/**
 * A third party's action provider: {@code Deploy/Custom/ReleaseNotes/1} publishes a page of release notes.
 *
 * <p>{@link dev.penstock.samples.plugin.notes.ReleaseNotesPlugin} is what Penstock finds; {@link
 * dev.penstock.samples.plugin.notes.ReleaseNotesAction} is where to begin reading.
 */
@NullMarked
package dev.penstock.samples.plugin.notes;

import org.jspecify.annotations.NullMarked;
