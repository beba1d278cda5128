@NullMarked
package dev.penstock.verdict.check;

import org.jspecify.annotations.NullMarked;
