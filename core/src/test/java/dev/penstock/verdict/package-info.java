@NullMarked
package dev.penstock.verdict;

import org.jspecify.annotations.NullMarked;
