@NullMarked
package dev.penstock.image;

import org.jspecify.annotations.NullMarked;
