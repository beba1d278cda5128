/** Builds: {@code buildspec.yml} and the port of what carries a build out. */
@NullMarked
package dev.penstock.build;

import org.jspecify.annotations.NullMarked;
