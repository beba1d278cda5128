/** The launcher's shell parts, run as a user's shell would. */
@NullMarked
package dev.penstock.launcher;

import org.jspecify.annotations.NullMarked;
