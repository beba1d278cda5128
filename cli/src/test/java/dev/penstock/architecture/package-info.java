/** Holds the directions between modules and packages. Lives here because the command line sees every module. */
@NullMarked
package dev.penstock.architecture;

import org.jspecify.annotations.NullMarked;
