/** Running: an engine at work in this process, what is shown of it, and how it ends. */
@NullMarked
package dev.penstock.cli.run;

import org.jspecify.annotations.NullMarked;
