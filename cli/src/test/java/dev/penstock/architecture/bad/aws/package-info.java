/** An adapter that breaks the rules. */
@NullMarked
package dev.penstock.architecture.bad.aws;

import org.jspecify.annotations.NullMarked;
