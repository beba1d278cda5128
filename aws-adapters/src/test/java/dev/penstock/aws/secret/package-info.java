@NullMarked
package dev.penstock.aws.secret;

import org.jspecify.annotations.NullMarked;
