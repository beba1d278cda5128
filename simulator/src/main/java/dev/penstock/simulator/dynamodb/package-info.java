/**
 * The simulated Amazon DynamoDB: how it is spoken to, who may, and whose tables they are. What a table does is done by an
 * engine behind a port, such as Amazon's DynamoDB Local, as nobody but its maker knows all that its expressions mean.
 */
@NullMarked
package dev.penstock.simulator.dynamodb;

import org.jspecify.annotations.NullMarked;
