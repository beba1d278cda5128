/** Templates that break the rules. */
@NullMarked
package dev.penstock.architecture.bad.templates;

import org.jspecify.annotations.NullMarked;
