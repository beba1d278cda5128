@NullMarked
package dev.penstock.aws.ecr;

import org.jspecify.annotations.NullMarked;
