/** Says in two sentences and one picture why a verdict is what it is: for terminals, reports and pull requests. */
@NullMarked
package dev.penstock.verdict.explain;

import org.jspecify.annotations.NullMarked;
