/** Tables in tests: Amazon's DynamoDB Local in this process. */
@NullMarked
package dev.penstock.simulator.dynamodb;

import org.jspecify.annotations.NullMarked;
