/**
 * Builds on this machine: in processes of the host, and in containers.
 *
 * <p>Both talk to one shell by one protocol, see {@link dev.penstock.local.build.ShellSession}; they differ in how the
 * shell is started and ended ({@link dev.penstock.local.build.ShellHost}).
 */
@NullMarked
package dev.penstock.local.build;

import org.jspecify.annotations.NullMarked;
