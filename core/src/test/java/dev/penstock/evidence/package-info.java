@NullMarked
package dev.penstock.evidence;

import org.jspecify.annotations.NullMarked;
