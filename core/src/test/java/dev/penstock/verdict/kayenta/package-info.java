@NullMarked
package dev.penstock.verdict.kayenta;

import org.jspecify.annotations.NullMarked;
