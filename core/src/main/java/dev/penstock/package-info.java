/** The root of Penstock's engine. The packages below it hold the declaration, the executions and the ports. */
@NullMarked
package dev.penstock;

import org.jspecify.annotations.NullMarked;
