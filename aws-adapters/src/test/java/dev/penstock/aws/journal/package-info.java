/** The journal in DynamoDB, against Amazon's DynamoDB Local. */
@NullMarked
package dev.penstock.aws.journal;

import org.jspecify.annotations.NullMarked;
