/** Artifacts in a folder of this machine. */
@NullMarked
package dev.penstock.local.artifact;

import org.jspecify.annotations.NullMarked;
