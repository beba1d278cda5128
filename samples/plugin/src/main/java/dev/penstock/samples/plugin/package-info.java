/** An action provider of a third party: {@code Deploy/Custom/Announce/1} tells the world of a release. */
@NullMarked
package dev.penstock.samples.plugin;

import org.jspecify.annotations.NullMarked;
