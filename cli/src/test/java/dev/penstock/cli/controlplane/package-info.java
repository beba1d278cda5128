/** What the control plane is, and what it costs. */
@NullMarked
package dev.penstock.cli.controlplane;

import org.jspecify.annotations.NullMarked;
