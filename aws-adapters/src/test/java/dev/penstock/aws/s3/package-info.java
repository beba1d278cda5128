@NullMarked
package dev.penstock.aws.s3;

import org.jspecify.annotations.NullMarked;
