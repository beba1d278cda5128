@NullMarked
package dev.penstock.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
