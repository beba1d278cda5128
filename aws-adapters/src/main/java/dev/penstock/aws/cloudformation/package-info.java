/**
 * Stacks of AWS CloudFormation. {@link dev.penstock.aws.cloudformation.StackReader} and {@link
 * dev.penstock.aws.cloudformation.ChangeSetReader} read them for the observer with few calls; templates that are too large for
 * a request, and what templates refer to, go by way of {@link dev.penstock.aws.cloudformation.S3StackFiles}.
 */
@NullMarked
package dev.penstock.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
