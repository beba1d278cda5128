/** What the observer of waits keeps on this machine: how long things took, from one run to the next. */
@NullMarked
package dev.penstock.local.observe;

import org.jspecify.annotations.NullMarked;
