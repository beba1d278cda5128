@NullMarked
package dev.penstock.verdict.explain;

import org.jspecify.annotations.NullMarked;
