/** The local machine behind the ports of the core. */
@NullMarked
package dev.penstock.local;

import org.jspecify.annotations.NullMarked;
