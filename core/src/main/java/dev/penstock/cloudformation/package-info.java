/**
 * CloudFormation templates as text: finds resources and evaluates the intrinsic functions in their properties, as far as
 * that can be done without an account. What cannot be known, such as a reference to another resource, becomes text that
 * shows what is missing, and is remembered as a placeholder.
 */
@NullMarked
package dev.penstock.cloudformation;

import org.jspecify.annotations.NullMarked;
