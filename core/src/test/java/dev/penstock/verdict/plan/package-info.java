@NullMarked
package dev.penstock.verdict.plan;

import org.jspecify.annotations.NullMarked;
