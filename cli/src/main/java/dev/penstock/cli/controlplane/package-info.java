/** The stack by which pipelines run without machines of one's own: its files, and what it is now. */
@NullMarked
package dev.penstock.cli.controlplane;

import org.jspecify.annotations.NullMarked;
