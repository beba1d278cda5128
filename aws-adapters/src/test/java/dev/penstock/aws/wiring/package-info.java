@NullMarked
package dev.penstock.aws.wiring;

import org.jspecify.annotations.NullMarked;
