/** Tests of how requests are divided, and the contract of the port of listener rules. */
@NullMarked
package dev.penstock.traffic;

import org.jspecify.annotations.NullMarked;
