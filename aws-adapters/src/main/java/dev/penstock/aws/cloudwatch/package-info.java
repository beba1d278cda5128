/** Amazon CloudWatch behind {@link dev.penstock.stack.AlarmStates}. */
@NullMarked
package dev.penstock.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
