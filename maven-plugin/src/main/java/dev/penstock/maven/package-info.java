/**
 * The goals {@code penstock:validate}, {@code penstock:plan} and {@code penstock:run}. They do what the commands of those
 * names do, take what these take, and write to Maven's log. Nothing is static, nothing ends the JVM, no signal is caught.
 */
@NullMarked
package dev.penstock.maven;

import org.jspecify.annotations.NullMarked;
