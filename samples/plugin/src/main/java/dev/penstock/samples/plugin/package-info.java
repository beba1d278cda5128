/** A third party's action provider. */
@NullMarked
package dev.penstock.samples.plugin;

import org.jspecify.annotations.NullMarked;
