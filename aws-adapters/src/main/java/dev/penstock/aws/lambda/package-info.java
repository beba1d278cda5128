/** AWS Lambda behind core's port of functions. */
@NullMarked
package dev.penstock.aws.lambda;

import org.jspecify.annotations.NullMarked;
