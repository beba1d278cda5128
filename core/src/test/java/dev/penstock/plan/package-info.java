@NullMarked
package dev.penstock.plan;

import org.jspecify.annotations.NullMarked;
