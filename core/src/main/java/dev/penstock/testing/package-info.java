/**
 * Fakes that behave: for tests of Penstock, of plugins, and of programs that embed it. A clock whose time is virtual, a
 * journal in memory, and one that fails or dies on demand.
 */
@NullMarked
package dev.penstock.testing;

import org.jspecify.annotations.NullMarked;
