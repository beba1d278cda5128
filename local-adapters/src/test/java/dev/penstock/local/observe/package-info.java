@NullMarked
package dev.penstock.local.observe;

import org.jspecify.annotations.NullMarked;
