/** Tests of releases, and what tests of targets share. */
@NullMarked
package dev.penstock.rollout;

import org.jspecify.annotations.NullMarked;
