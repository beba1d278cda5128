@NullMarked
package dev.penstock.verdict.record;

import org.jspecify.annotations.NullMarked;
