/** AppSpec files, good and bad. */
@NullMarked
package dev.penstock.appspec;

import org.jspecify.annotations.NullMarked;
