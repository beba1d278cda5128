@NullMarked
package dev.penstock.verdict.simulate;

import org.jspecify.annotations.NullMarked;
