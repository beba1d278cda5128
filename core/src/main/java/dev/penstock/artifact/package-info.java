/**
 * Artifacts: the bundles of files that actions hand to each other.
 *
 * <p>An artifact is a ZIP file, known by the SHA-256 digest of its bytes. {@link dev.penstock.artifact.BundleWriter} makes
 * one that is byte for byte the same for the same files, {@link dev.penstock.artifact.BundleReader} takes one apart without
 * ever writing outside the folder it is given.
 */
@NullMarked
package dev.penstock.artifact;

import org.jspecify.annotations.NullMarked;
